/** The server's countdown, carried on by the page's clock between two answers. */

/** Answers jitter by the network's delay: a difference below this is not worth a jump of the countdown. */
const JITTER_MS = 300;

/** When the window closes, on the page's clock: as told before while the newest answer agrees, else as told now. */
export function followDeadline(before: number | null, secondsLeft: number, now: number): number {
  const told = now + secondsLeft * 1000;
  return before !== null && Math.abs(told - before) < JITTER_MS ? before : told;
}

/** Seconds until then; never below 0, because only the server ends a window. */
export const secondsUntil = (deadline: number, now: number): number => Math.max(0, (deadline - now) / 1000);
