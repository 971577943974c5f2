import type { ClientMessage, Inability } from '../../socket/messages';

/** What the person chose about the active check. */
export interface ActiveWish {
  /** Null while they left the switch as the server has it. */
  readonly enabled: boolean | null;
  /** What they cannot do. */
  readonly exclude: readonly Inability[];
}

export const NO_WISH: ActiveWish = { enabled: null, exclude: [] };

/**
 * The person's wish and what the server last took of it: a wish that is refused is given up for that.
 *
 * The server answers wishes in the order they were sent, so an answer is about the oldest one still unanswered.
 */
export class ActiveChoice {
  #wish = NO_WISH;
  #taken = NO_WISH;
  /** Null stands for the question for other acts, which is no wish. */
  #unanswered: readonly (ActiveWish | null)[] = [];

  get wish(): ActiveWish {
    return this.#wish;
  }

  /** Notes a wish and returns it. */
  want(wish: ActiveWish): ActiveWish {
    this.#wish = wish;
    return wish;
  }

  /** The present wish is on its way to the server. */
  sent(): void {
    this.#unanswered = [...this.#unanswered, this.#wish];
  }

  /** The server was asked for other acts. */
  askedAnew(): void {
    this.#unanswered = [...this.#unanswered, null];
  }

  /** The server has drawn other acts. */
  drawnAnew(): void {
    if (this.#unanswered[0] === null) this.#unanswered = this.#unanswered.slice(1);
  }

  /** The server did as it was told. */
  taken(): void {
    this.#taken = this.#unanswered[0] ?? this.#taken;
    this.#unanswered = this.#unanswered.slice(1);
  }

  /** The server left all as it was; returns whether the wish was given up: not where a newer one is unanswered. */
  refused(): boolean {
    this.#unanswered = this.#unanswered.slice(1);
    if (this.#unanswered.length > 0) return false;
    this.#wish = this.#taken;
    return true;
  }

  /** A new connection begins with the server's own setting, and answers nothing said on the old one. */
  forgetTaken(): void {
    this.#taken = NO_WISH;
    this.#unanswered = [];
  }

  /** How the wish is said; null where there is nothing to say. */
  message(): ClientMessage | null {
    const { enabled, exclude } = this.#wish;
    if (enabled === null) return null;
    return { type: 'set_active_check', enabled, ...(enabled ? { exclude } : {}) };
  }
}
