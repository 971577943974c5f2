/**
 * What the application says of a check; read anew with every start, so that it may be changed in between.
 *
 * Another way to sessions may also come while a check goes on, unless it came with another server: what belongs to one
 * is never shown to the other.
 */
import type { Facing } from '../camera/open';
import type { ProblemCode } from './problems';
import type { Ability } from './snapshot';

/** What another session is wanted for. */
export interface SessionWish {
  /** What has ended the one before; null at the very start. */
  readonly because: ProblemCode | null;
  /** What the person has said they cannot do: the application may exclude it as it makes the session. */
  readonly excluded: readonly Ability[];
}

/** Has the application's own server make a session, and gives its `session_token`. */
export type NewSession = (wish: SessionWish) => Promise<string>;

export interface CheckOptions {
  /** Where the server is: an absolute address, with the folder below which it answers. */
  readonly server: string;
  /** `session_token` of the answer to POST /v1/sessions; empty or null where there is none yet. */
  readonly sessionToken: string | null;
  readonly newSession: NewSession | null;
  readonly facing: Facing;
}
