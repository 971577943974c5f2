import type { ClientMessage, Inability } from '../../socket/messages';

/** What the person chose about the active check. */
export interface ActiveWish {
  /** Null while they left the switch as the server has it. */
  readonly enabled: boolean | null;
  /** What they cannot do. */
  readonly exclude: readonly Inability[];
}

export const NO_WISH: ActiveWish = { enabled: null, exclude: [] };

/** The person's wish and what the server last took of it: a wish that is refused is given up for that. */
export class ActiveChoice {
  #wish = NO_WISH;
  #taken = NO_WISH;

  get wish(): ActiveWish {
    return this.#wish;
  }

  /** Notes a wish and returns it. */
  want(wish: ActiveWish): ActiveWish {
    this.#wish = wish;
    return wish;
  }

  /** The server did as it was told. */
  taken(): void {
    this.#taken = this.#wish;
  }

  /** The server left all as it was; returns what holds. */
  refused(): ActiveWish {
    this.#wish = this.#taken;
    return this.#wish;
  }

  /** A new connection begins with the server's own setting. */
  forgetTaken(): void {
    this.#taken = NO_WISH;
  }

  /** How the wish is said; null where there is nothing to say. */
  message(): ClientMessage | null {
    const { enabled, exclude } = this.#wish;
    if (enabled === null) return null;
    return { type: 'set_active_check', enabled, ...(enabled ? { exclude } : {}) };
  }
}
