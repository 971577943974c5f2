/** The newest answers as they came, for a file with one JSON object a line. */
export class Recorder {
  readonly #most: number;
  #lines: string[] = [];
  #from = 0;

  /** Holds `most` lines; the oldest give way. */
  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#lines.length - this.#from;
  }

  /** `at` is milliseconds since the first frame was sent. */
  add(at: number, said: object): void {
    this.#lines.push(JSON.stringify({ at: Math.round(at), ...said }));
    if (this.size > this.#most) this.#from += 1;
    // The gone lines are let go of in one piece: one by one each would move all the others.
    if (this.#from >= this.#most) {
      this.#lines = this.#lines.slice(this.#from);
      this.#from = 0;
    }
  }

  clear(): void {
    this.#lines = [];
    this.#from = 0;
  }

  file(): Blob {
    const lines = this.#lines.slice(this.#from).map((line) => `${line}\n`);
    return new Blob(lines, { type: 'application/x-ndjson' });
  }
}
