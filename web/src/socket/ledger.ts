/** Which frames are under way: numbered from 1 on each connection, as the server numbers them. */
export class FrameLedger {
  readonly #sentAt = new Map<number, number>();
  #count = 0;

  get inFlight(): number {
    return this.#sentAt.size;
  }

  /** Notes a frame sent at `now` (ms) and returns its number. */
  sent(now: number): number {
    this.#count += 1;
    this.#sentAt.set(this.#count, now);
    return this.#count;
  }

  /**
   * Notes the answer to a frame and returns its round trip in ms, or null for a frame not under way.
   *
   * Earlier frames are settled too: the server drops a frame for a newer one and never answers it.
   */
  answered(frame: number, now: number): number | null {
    const sentAt = this.#sentAt.get(frame);
    for (const earlier of this.#sentAt.keys()) {
      if (earlier <= frame) this.#sentAt.delete(earlier);
    }
    return sentAt === undefined ? null : now - sentAt;
  }

  /** Gives up on frames sent before `moment`, so that a lost answer cannot hold up the stream for good. */
  forgetBefore(moment: number): void {
    for (const [frame, sentAt] of this.#sentAt) {
      if (sentAt < moment) this.#sentAt.delete(frame);
    }
  }
}
