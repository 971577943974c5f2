/** Decides what is read to people who do not look: prompts at once, hints when they last, nothing twice. */
import type { Timers } from '../timers';
import type { Said, Utterance } from './scene';

/** A hint that goes again within this is not worth a word: frames are judged many times a second. */
const SETTLE_MS = 700;
/** Between two hints, so that one is read to its end before the next begins. */
const GAP_MS = 2500;

export type Utter = (words: string, urgent: boolean) => void;

export class Announcer {
  readonly #timers: Timers;
  readonly #utter: Utter;
  /** What interrupted, as long as it stands. */
  #alert: string | null = null;
  /** The hint that was said last, and nothing since. */
  #hint: string | null = null;
  #quietUntil = 0;
  #waiting: { readonly hint: Utterance; readonly timer: number } | null = null;

  constructor(timers: Timers, utter: Utter) {
    this.#timers = timers;
    this.#utter = utter;
  }

  /** What stands now. To be called with every change. */
  hear({ alert, status }: Said): void {
    if (alert !== 'as before') this.#interrupt(alert);
    this.#wait(status);
  }

  /** What interrupted may do so again: the person has pressed a button, and is to hear what came of it. */
  forget(): void {
    this.#alert = null;
  }

  /** Nothing that waits is said any more, and everything may be said anew. */
  reset(): void {
    this.#drop();
    this.#alert = null;
    this.#hint = null;
    this.#quietUntil = 0;
  }

  #interrupt(alert: Utterance | null): void {
    const before = this.#alert;
    this.#alert = alert?.key ?? null;
    if (!alert || alert.key === before) return;
    this.#drop();
    this.#hint = null;
    this.#say(alert.words, true);
  }

  #wait(hint: Utterance | null): void {
    if (hint && hint.key === this.#waiting?.hint.key) return;
    this.#drop();
    if (!hint || hint.key === this.#hint) return;
    const due = Math.max(SETTLE_MS, this.#quietUntil - this.#timers.now());
    const timer = this.#timers.set(() => {
      this.#waiting = null;
      this.#hint = hint.key;
      this.#say(hint.words, false);
    }, due);
    this.#waiting = { hint, timer };
  }

  #say(words: string, urgent: boolean): void {
    this.#quietUntil = this.#timers.now() + GAP_MS;
    this.#utter(words, urgent);
  }

  #drop(): void {
    if (this.#waiting) this.#timers.clear(this.#waiting.timer);
    this.#waiting = null;
  }
}
