/** Decides what is read to people who do not look: prompts at once, hints when they last, nothing twice. */
import type { Timers } from '../timers';
import type { Said } from './scene';

/** A hint that goes again within this is not worth a word: frames are judged many times a second. */
const SETTLE_MS = 700;
/** Between two hints, so that one is read to its end before the next begins. */
const GAP_MS = 2500;

export type Utter = (words: string, urgent: boolean) => void;

export class Announcer {
  readonly #timers: Timers;
  readonly #utter: Utter;
  #last: string | null = null;
  #quietUntil = 0;
  #waiting: { readonly said: Said; readonly timer: number } | null = null;

  constructor(timers: Timers, utter: Utter) {
    this.#timers = timers;
    this.#utter = utter;
  }

  /** What stands now; null where there is nothing to say. To be called with every change. */
  hear(said: Said | null): void {
    if (said && said.key === this.#waiting?.said.key) return;
    this.#drop();
    if (!said || said.key === this.#last) return;
    if (said.urgent) {
      this.#say(said);
      return;
    }
    const due = Math.max(SETTLE_MS, this.#quietUntil - this.#timers.now());
    const timer = this.#timers.set(() => {
      this.#waiting = null;
      this.#say(said);
    }, due);
    this.#waiting = { said, timer };
  }

  /** Nothing that waits is said any more, and everything may be said anew. */
  reset(): void {
    this.#drop();
    this.#last = null;
    this.#quietUntil = 0;
  }

  #say({ key, words, urgent }: Said): void {
    this.#last = key;
    this.#quietUntil = this.#timers.now() + GAP_MS;
    this.#utter(words, urgent);
  }

  #drop(): void {
    if (this.#waiting) this.#timers.clear(this.#waiting.timer);
    this.#waiting = null;
  }
}
