/** Which frames are under way, by their number. */
export class Ledger {
  readonly #sentAt = new Map<number, number>();

  get inFlight(): number {
    return this.#sentAt.size;
  }

  sent(sequence: number, now: number): void {
    this.#sentAt.set(sequence, now);
  }

  /** Earlier frames are settled by it, too: the server passes over a frame for a newer one and never answers it. */
  answered(sequence: number): void {
    this.#forget((number) => number <= sequence);
  }

  /** Gives up on frames sent before `moment`, so that a lost answer cannot hold up the stream for good. */
  forgetBefore(moment: number): void {
    this.#forget((_, at) => at < moment);
  }

  #forget(settled: (sequence: number, sentAt: number) => boolean): void {
    for (const [sequence, sentAt] of this.#sentAt) {
      if (settled(sequence, sentAt)) this.#sentAt.delete(sequence);
    }
  }
}
