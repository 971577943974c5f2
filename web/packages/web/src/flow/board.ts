import { AT_REST } from './snapshot';
import type { Snapshot } from './snapshot';

/** The newest snapshot, and who wants to hear of another one. */
export class Board {
  readonly #listeners = new Set<() => void>();
  #snapshot: Snapshot = AT_REST;

  get snapshot(): Snapshot {
    return this.#snapshot;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(change: Partial<Snapshot>): void {
    this.#snapshot = Object.freeze({ ...this.#snapshot, ...change });
    for (const listener of [...this.#listeners]) listener();
  }
}
