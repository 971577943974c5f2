/** What the person cannot do, told to the server while it may still be told. */
import type { ProblemMessage, WelcomeMessage } from '../api/stream';
import { EXCLUDE_REFUSALS } from './abilities';
import type { Board } from './board';
import { wasAsked } from './deciding';
import type { Link } from './link';
import type { Ability } from './snapshot';

export class Excluding {
  readonly #board: Board;
  readonly #link: Link;

  constructor(board: Board, link: Link) {
    this.#board = board;
    this.#link = link;
  }

  choose(excluded: readonly Ability[]): void {
    const { progress, welcome } = this.#board.snapshot;
    if (progress && wasAsked(progress)) return;
    this.#board.set({ excluded: [...excluded], excludeRefused: false });
    if (welcome && this.#link.mark) this.#say(welcome);
  }

  /** Before the first frame, so that nothing can have been asked for. */
  welcomed(welcome: WelcomeMessage): void {
    if (this.#board.snapshot.excluded.length > 0) this.#say(welcome);
  }

  heard({ code, sequence }: ProblemMessage): void {
    if (typeof sequence === 'number' || !EXCLUDE_REFUSALS.has(code)) return;
    this.#board.set({ excludeRefused: true });
  }

  #say({ active, person_may_exclude }: WelcomeMessage): void {
    const acts = [...this.#board.snapshot.excluded];
    if (!active) return;
    if (person_may_exclude) this.#link.say({ type: 'exclude', acts });
    else this.#board.set({ excludeRefused: acts.length > 0 });
  }
}
