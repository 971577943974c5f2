/** Whether the server can be reached, by what became of the last question to it. */
export interface Reachability {
  readonly reachable: boolean;
  /** When it was last heard, in milliseconds since 1970; null before the first time. */
  readonly heardAt: number | null;
}

export class Reach {
  readonly #listeners = new Set<() => void>();
  #heardAt: number | null = null;
  #now: Reachability = { reachable: true, heardAt: null };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** It is a new one only where what can be seen of it has changed: not with every answer. */
  readonly snapshot = (): Reachability => this.#now;

  /** An answer came, whatever it said, at that moment in milliseconds since 1970. */
  heard(at: number): void {
    this.#heardAt = at;
    if (!this.#now.reachable) this.#tell(true);
  }

  /** A question got no answer, or the browser knows that it is offline. */
  missed(): void {
    if (this.#now.reachable) this.#tell(false);
  }

  #tell(reachable: boolean): void {
    this.#now = { reachable, heardAt: this.#heardAt };
    for (const listener of this.#listeners) listener();
  }
}
