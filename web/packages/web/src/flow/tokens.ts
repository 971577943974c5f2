/** Which session is streamed next: the one that the page was given, or one that the application is asked for. */
import { Alarm } from '../alarm';
import { readSessionToken } from '../stream/token';
import type { SessionToken } from '../stream/token';
import type { Timers } from '../timers';
import type { NewSession, SessionWish } from './options';
import type { ProblemCode } from './problems';
import type { Terms } from './terms';

/** How long the application may take to make a session. */
export const ASKING_MS = 30_000;

export class Tokens {
  readonly #timers: Timers;
  readonly #terms: Terms;
  #held: SessionToken | null = null;
  /** By what the application was asked for what is held; null where it came with the page. */
  #askedBy: NewSession | null = null;
  #server = '';
  readonly #spent = new Set<string>();
  #shown = 0;

  constructor(timers: Timers, terms: Terms) {
    this.#timers = timers;
    this.#terms = terms;
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
  prepare(): ProblemCode | null {
    const { server, sessionToken, newSession } = this.#terms.begin();
    const given = sessionToken?.trim() ?? '';
    const changed = server !== this.#server;
    this.#server = server;
    if (given !== '' && !this.#spent.has(given)) {
      return this.#take(given, null) ? null : 'token_malformed';
    }
    // Of another person, or of another server.
    if (changed || this.#askedBy === null || this.#askedBy !== newSession) this.forget();
    if (newSession) return null;
    return given === '' ? 'token_missing' : 'token_used';
  }

  /** Whether a start would find one, or can be given one. */
  get available(): boolean {
    const { sessionToken, newSession } = this.#terms.next;
    const given = sessionToken?.trim() ?? '';
    return newSession !== null || (!this.#spent.has(given) && readSessionToken(given) !== null);
  }

  shown(): void {
    this.#shown += 1;
  }

  /** It is of no more use, to anybody. */
  spend(): void {
    if (this.#held) this.#spent.add(`${this.#held.session}.${this.#held.token}`);
    this.forget();
  }

  /** Lets go of what is held, used or not. */
  forget(): void {
    this.#held = null;
    this.#askedBy = null;
    this.#shown = 0;
  }

  /** Lets go of what was made for who has just gone; what the page was given is the page's own business. */
  forgetAsked(): void {
    if (this.#askedBy) this.forget();
  }

  /**
   * Asks the application for another session. Never rejects; what went wrong, or null.
   *
   * `isWanted` is asked when the answer is there: what comes too late is not taken.
   */
  async ask(wish: SessionWish, isWanted: () => boolean): Promise<ProblemCode | null> {
    const { newSession } = this.#terms.now;
    if (!newSession) return 'token_missing';
    const given = await this.#inTime(newSession, wish);
    if (given === null) return 'server_unavailable';
    if (!isWanted()) return null;
    if (this.#spent.has(given)) return 'token_used';
    return this.#take(given, newSession) ? null : 'token_malformed';
  }

  #take(given: string, askedBy: NewSession | null): boolean {
    const read = readSessionToken(given);
    if (read?.token !== this.#held?.token) this.#shown = 0;
    this.#held = read;
    this.#askedBy = askedBy;
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
