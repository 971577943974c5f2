import { useState, useSyncExternalStore } from 'react';

/** Where in time all plots are pointed at: a share of what is shown, 0 at the left edge; null where nobody points. */
export class Pointer {
  readonly #listeners = new Set<() => void>();
  #share: number | null = null;

  get share(): number | null {
    return this.#share;
  }

  at(share: number | null): void {
    const next = share === null ? null : Math.min(Math.max(share, 0), 1);
    if (next === this.#share) return;
    this.#share = next;
    for (const listener of this.#listeners) listener();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };
}

/** A pointer, and where it points. */
export function usePointer(): readonly [Pointer, number | null] {
  const [pointer] = useState(() => new Pointer());
  return [pointer, useSyncExternalStore(pointer.subscribe, () => pointer.share)];
}
