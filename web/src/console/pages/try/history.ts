/**
 * The last seconds of every signal: a ring of fixed size, so that a page left open for a day holds no more than one
 * that was just opened.
 */
export class History {
  readonly #times: Float64Array;
  readonly #values: Float32Array;
  readonly #channels: number;
  readonly #capacity: number;
  #first = 0;
  #size = 0;

  constructor(capacity: number, channels: number) {
    this.#capacity = capacity;
    this.#channels = channels;
    this.#times = new Float64Array(capacity);
    this.#values = new Float32Array(capacity * channels);
  }

  get size(): number {
    return this.#size;
  }

  /** Adds one moment; `null` is a signal that could not be had. A time that does not rise is left out. */
  push(time: number, values: readonly (number | null)[]): void {
    if (this.#size > 0 && time <= this.time(this.#size - 1)) return;
    const place = (this.#first + this.#size) % this.#capacity;
    this.#times[place] = time;
    for (let channel = 0; channel < this.#channels; channel += 1) {
      this.#values[place * this.#channels + channel] = values[channel] ?? NaN;
    }
    if (this.#size < this.#capacity) this.#size += 1;
    else this.#first = (this.#first + 1) % this.#capacity;
  }

  /** Of the moment `at`, counted from the oldest; NaN beyond the newest. */
  time(at: number): number {
    return at >= 0 && at < this.#size ? (this.#times[(this.#first + at) % this.#capacity] ?? NaN) : NaN;
  }

  /** NaN where the signal could not be had. */
  value(at: number, channel: number): number {
    if (at < 0 || at >= this.#size) return NaN;
    return this.#values[((this.#first + at) % this.#capacity) * this.#channels + channel] ?? NaN;
  }

  /** The first moment not before `time`; `size` where there is none. */
  since(time: number): number {
    let low = 0;
    let high = this.#size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.time(middle) < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The moment nearest to `time`; -1 where nothing is held. */
  nearest(time: number): number {
    const after = this.since(time);
    if (after >= this.#size) return this.#size - 1;
    if (after === 0) return 0;
    return time - this.time(after - 1) <= this.time(after) - time ? after - 1 : after;
  }

  clear(): void {
    this.#first = 0;
    this.#size = 0;
  }
}
