/** Checks that begin without a press, where the page wants that: at once where none was, and never in a storm. */
import { Alarm } from './alarm';
import type { Phase } from './flow/phases';
import type { ProblemCode } from './flow/problems';
import { waitAfter } from './flow/resuming';
import type { Snapshot } from './flow/snapshot';
import type { Timers } from './timers';

/**
 * Why one could begin now: the element and its texts are `ready`; the application has found a `way` to sessions where
 * it had none; it has given another `token`.
 */
export type Cause = 'ready' | 'way' | 'token';

export interface SelfStartParts {
  readonly timers: Timers;
  /** 0..1 */
  readonly luck: () => number;
  readonly begin: () => void;
  /** Whether the page is behind another one: no camera goes on there without anybody having asked for it. */
  readonly hidden: () => boolean;
}

export class SelfStart {
  readonly #parts: SelfStartParts;
  readonly #again: Alarm;
  /** Begun after one that was cut off, without anybody doing anything, since somebody last did. */
  #times = 0;

  constructor(parts: SelfStartParts) {
    this.#parts = parts;
    this.#again = new Alarm(parts.timers);
  }

  /** What is over by the person's will, or at its end, gives way to another token only. */
  consider({ phase, problem }: Snapshot, cause: Cause): void {
    const isOver = phase === 'done' || phase === 'cancelled';
    if (phase === 'idle' || (isOver && cause === 'token')) this.#parts.begin();
    else if (phase === 'failed' && problem !== null && cause !== 'ready') this.#later(problem);
  }

  /** Has to be told of every phase. */
  saw(phase: Phase): void {
    if (phase !== 'failed') this.#again.clear();
    if (ANEW.has(phase)) this.#times = 0;
  }

  /** Goes on as a check with `newSession` does by itself: after the same problems, as patiently, and as often at most. */
  #later(problem: ProblemCode): void {
    if (this.#again.isSet) return;
    const { luck, begin, hidden } = this.#parts;
    const wait = waitAfter(problem, { failures: 0, resumes: this.#times, canAsk: true }, luck());
    if (wait === null) return;
    this.#again.set(wait, () => {
      if (hidden()) return;
      const times = this.#times + 1;
      begin();
      this.#times = times;
    });
  }
}

/** A check that begins, or is over; what is begun from here is counted after it has begun. */
const ANEW: ReadonlySet<Phase> = new Set(['idle', 'permission', 'done', 'cancelled']);
