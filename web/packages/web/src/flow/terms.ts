/** What the application says of a check, and what of it counts for the one that goes on. */
import type { CheckOptions } from './options';

export class Terms {
  readonly #read: () => CheckOptions;
  #begun: CheckOptions | null = null;

  constructor(read: () => CheckOptions) {
    this.#read = read;
  }

  /** As they are for a start that is still to come. */
  get next(): CheckOptions {
    return this.#read();
  }

  /** As they were at the start; but another way to sessions of the same server may come while a check goes on. */
  get now(): CheckOptions {
    const next = this.#read();
    const begun = this.#begun ?? next;
    return begun.server === next.server ? { ...begun, newSession: next.newSession } : begun;
  }

  begin(): CheckOptions {
    this.#begun = this.#read();
    return this.#begun;
  }
}
