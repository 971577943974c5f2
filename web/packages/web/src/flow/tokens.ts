/** Which session is streamed next: the one that the page was given, or one that the application is asked for. */
import { Alarm } from '../alarm';
import { readSessionToken } from '../stream/token';
import type { SessionToken } from '../stream/token';
import type { Timers } from '../timers';
import type { CheckOptions, NewSession, SessionWish } from './options';
import type { ProblemCode } from './problems';

/** How long the application may take to make a session. */
export const ASKING_MS = 30_000;

export class Tokens {
  readonly #timers: Timers;
  #held: SessionToken | null = null;
  readonly #spent = new Set<string>();
  #shown = 0;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  get held(): SessionToken | null {
    return this.#held;
  }

  get isNew(): boolean {
    return this.#shown === 0;
  }

  /** Whether what is held was shown to a server before the last time. */
  get shownBefore(): boolean {
    return this.#shown > 1;
  }

  /** Takes what the page was given, where that is of use; what is wrong with it, or null where one can begin. */
  prepare({ sessionToken, newSession }: CheckOptions): ProblemCode | null {
    const given = sessionToken?.trim() ?? '';
    if (given !== '' && !this.#spent.has(given)) {
      return this.#take(given) ? null : 'token_malformed';
    }
    if (newSession) return null;
    return given === '' ? 'token_missing' : 'token_used';
  }

  /** Whether there is one, or can be. */
  available(options: CheckOptions): boolean {
    const given = options.sessionToken?.trim() ?? '';
    return (
      this.#held !== null ||
      options.newSession !== null ||
      (!this.#spent.has(given) && readSessionToken(given) !== null)
    );
  }

  shown(): void {
    this.#shown += 1;
  }

  /** It is of no more use, to anybody. */
  spend(): void {
    if (this.#held) this.#spent.add(`${this.#held.session}.${this.#held.token}`);
    this.#held = null;
  }

  /**
   * Asks the application for another session. Never rejects; what went wrong, or null.
   *
   * `isWanted` is asked when the answer is there: what comes too late is not taken.
   */
  async ask(
    newSession: NewSession | null,
    wish: SessionWish,
    isWanted: () => boolean,
  ): Promise<ProblemCode | null> {
    if (!newSession) return 'token_missing';
    const given = await this.#inTime(newSession, wish);
    if (given === null) return 'server_unavailable';
    if (!isWanted()) return null;
    if (this.#spent.has(given)) return 'token_used';
    return this.#take(given) ? null : 'token_malformed';
  }

  #take(given: string): boolean {
    const read = readSessionToken(given);
    if (read?.token !== this.#held?.token) this.#shown = 0;
    this.#held = read;
    return read !== null;
  }

  async #inTime(newSession: NewSession, wish: SessionWish): Promise<string | null> {
    const alarm = new Alarm(this.#timers);
    const late = new Promise<null>((resolve) => alarm.set(ASKING_MS, () => resolve(null)));
    try {
      const given: unknown = await Promise.race([newSession(wish), late]);
      // Applications in JavaScript give what they like.
      return given === null ? null : typeof given === 'string' ? given.trim() : '';
    } catch {
      return null;
    } finally {
      alarm.clear();
    }
  }
}
