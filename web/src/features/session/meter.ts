const WINDOW_MS = 2000;
/** Weight of the newest round trip in the running mean: calm to read, yet true within a second. */
const NEWEST = 0.15;

/** Frame rate over a sliding window, and a running mean of the round trip. */
export class Meter {
  #answers: number[] = [];
  #roundTrip: number | null = null;

  note(now: number, roundTrip: number | null): void {
    this.#answers = [...this.#answers.filter((at) => at > now - WINDOW_MS), now];
    if (roundTrip === null) return;
    this.#roundTrip =
      this.#roundTrip === null ? roundTrip : this.#roundTrip + NEWEST * (roundTrip - this.#roundTrip);
  }

  /** Answers per second; null until two have come. */
  get frameRate(): number | null {
    const first = this.#answers[0];
    const last = this.#answers.at(-1);
    if (first === undefined || last === undefined || last <= first) return null;
    return ((this.#answers.length - 1) * 1000) / (last - first);
  }

  /** Milliseconds. */
  get roundTrip(): number | null {
    return this.#roundTrip;
  }
}
