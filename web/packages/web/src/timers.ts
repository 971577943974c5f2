/** Time as an argument: the browser's clock and timers in the page, a hand-wound clock in the tests. */
export interface Timers {
  /** Milliseconds since some fixed moment; never runs backwards. */
  now(): number;
  /** Runs `job` once after `ms` milliseconds and returns what `clear` needs to prevent it. */
  set(job: () => void, ms: number): number;
  clear(id: number): void;
}

export const browserTimers: Timers = {
  now: () => performance.now(),
  set: (job, ms) => window.setTimeout(job, ms),
  clear: (id) => window.clearTimeout(id),
};
