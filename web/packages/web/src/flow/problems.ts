/** Everything that can keep a check from its end, in one table: the name, who can mend it, and how it goes on. */
import type { CameraProblem } from '../camera/problems';

export type ProblemCode =
  | CameraProblem
  | 'browser_unsupported'
  | 'token_missing'
  | 'token_malformed'
  | 'offline'
  | 'server_unreachable'
  | 'server_full'
  | 'server_unavailable'
  | 'server_stopped'
  | 'server_failed'
  | 'connection_lost'
  | 'silent'
  | 'session_expired'
  | 'session_unknown'
  | 'session_over'
  | 'token_used'
  | 'token_invalid'
  | 'origin_refused'
  | 'too_often'
  | 'nothing_to_compare'
  | 'cannot_do_this'
  | 'protocol_error';

/**
 * What leads on: `again`, the person tries again with the same token, which is unused (the camera, say, was denied);
 * `by_itself`, the same token is tried again after a while without anybody doing anything; `new_session`, the token is
 * spent or useless, and the application has to make another session (where it gave `newSession`, that is asked for one
 * when the person presses the button, and by itself where `resumes` is set); `none`, only the application's developer or
 * the server's operator can mend it.
 */
export type Remedy = 'again' | 'by_itself' | 'new_session' | 'none';

export interface ProblemFacts {
  readonly remedy: Remedy;
  /** Who can mend it; decides nothing, helps whoever reads a report. */
  readonly whose: 'person' | 'network' | 'application' | 'server';
  /** Where the application gave `newSession`, another session is begun by itself, a few times at most. */
  readonly resumes: boolean;
}

const row = (
  remedy: Remedy,
  whose: ProblemFacts['whose'],
  { resumes = false }: { resumes?: boolean } = {},
): ProblemFacts => ({ remedy, whose, resumes });

export const PROBLEMS: Readonly<Record<ProblemCode, ProblemFacts>> = {
  camera_denied: row('again', 'person'),
  camera_absent: row('again', 'person'),
  camera_busy: row('again', 'person'),
  camera_insecure: row('none', 'application'),
  camera_unsupported: row('none', 'person'),
  camera_failed: row('again', 'person'),
  /** Unplugged or taken away: before the stream began the token is unused, afterwards it is spent. */
  camera_lost: row('new_session', 'person'),
  browser_unsupported: row('none', 'person'),
  token_missing: row('none', 'application'),
  token_malformed: row('none', 'application'),
  offline: row('by_itself', 'network'),
  server_unreachable: row('by_itself', 'network'),
  server_full: row('by_itself', 'server'),
  server_unavailable: row('by_itself', 'server'),
  server_stopped: row('new_session', 'server', { resumes: true }),
  server_failed: row('new_session', 'server'),
  /** Cut off in the midst of it: a stream cannot be taken up again, so that nobody can take another's place in it. */
  connection_lost: row('new_session', 'network', { resumes: true }),
  silent: row('new_session', 'network', { resumes: true }),
  session_expired: row('new_session', 'person'),
  session_unknown: row('new_session', 'application'),
  session_over: row('new_session', 'application'),
  token_used: row('new_session', 'application'),
  token_invalid: row('new_session', 'application'),
  origin_refused: row('none', 'application'),
  too_often: row('new_session', 'person'),
  nothing_to_compare: row('none', 'application'),
  /** The person said so in the midst of it: a new session can leave that movement out. */
  cannot_do_this: row('new_session', 'person', { resumes: true }),
  protocol_error: row('none', 'server'),
};
