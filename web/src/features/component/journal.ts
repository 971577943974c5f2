/** One event of the element, as the page shows it. */
export interface Entry {
  /** Counts from 1. */
  readonly number: number;
  /** Seconds since the page began to listen. */
  readonly seconds: number;
  readonly name: string;
  /** What it told, as JSON; empty where it told nothing. */
  readonly detail: string;
}

/** Enough for a whole check; a page that is left open must not grow for good. */
export const MOST_ENTRIES = 200;

/** The events so far with one more, the newest first. */
export function noted(entries: readonly Entry[], name: string, detail: unknown, seconds: number): Entry[] {
  const number = (entries[0]?.number ?? 0) + 1;
  return [{ number, seconds, name, detail: written(detail) }, ...entries].slice(0, MOST_ENTRIES);
}

/** A signed verdict is long, and clocks are finer than anybody reads. */
function shortened(key: string, value: unknown): unknown {
  if (typeof value === 'number') return Math.round(value * 10) / 10;
  return key === 'token' && value ? '…' : value;
}

const written = (detail: unknown): string =>
  detail === null || detail === undefined ? '' : JSON.stringify(detail, shortened);
