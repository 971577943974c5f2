const FIRST_MS = 1000;
const LONGEST_MS = 30_000;
/** A full server empties in the time a person's check takes, not in a blink. */
const FULL_MS = 5000;

/**
 * How long to wait before the next try: doubles with every failure up to half a minute.
 *
 * The upper half is drawn by chance (`luck`, 0..1), so that after a restart of the server its pages do not all come
 * back in the same moment.
 */
export function backoff(failures: number, full: boolean, luck: number): number {
  const first = full ? FULL_MS : FIRST_MS;
  const whole = Math.min(first * 2 ** Math.max(failures - 1, 0), LONGEST_MS);
  return Math.round(whole / 2 + (whole / 2) * luck);
}
