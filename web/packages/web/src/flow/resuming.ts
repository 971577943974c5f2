/** What follows a problem: nothing, another try with the same token, or another session. */
import { backoff } from '../backoff';
import type { StreamEnd } from '../stream/closes';
import type { Ending } from '../stream/connection';
import { PROBLEMS } from './problems';
import type { ProblemCode } from './problems';

/** How many sessions are begun by themselves after one that was cut off: then it is not the network's mood any more. */
export const MOST_RESUMES = 3;
/** Long enough to read why it begins again. */
export const READING_MS = 2500;

export interface Tries {
  /** Tries of this token in a row that came to nothing, this one included. */
  readonly failures: number;
  /** Sessions that were begun by themselves since the person has started. */
  readonly resumes: number;
  /** Whether the application makes another session where it is asked. */
  readonly canAsk: boolean;
}

/** Milliseconds until it goes on by itself; null where it does not. */
export function waitAfter(problem: ProblemCode, tries: Tries, luck: number): number | null {
  const { remedy, resumes } = PROBLEMS[problem];
  if (remedy === 'by_itself') return backoff(tries.failures, problem === 'server_full', luck);
  if (!resumes || !tries.canAsk || tries.resumes >= MOST_RESUMES) return null;
  return problem === 'cannot_do_this' ? READING_MS : backoff(tries.resumes + 1, false, luck);
}

export interface Circumstances {
  readonly online: boolean;
  /** Whether this token was shown to the server before, without an answer. */
  readonly shownBefore: boolean;
}

/** The problem that an ending is; null for the two ends that are none. */
export function problemOf(
  { end, welcomed }: Ending,
  { online, shownBefore }: Circumstances,
): ProblemCode | null {
  if (end === null) return welcomed ? 'connection_lost' : online ? 'server_unreachable' : 'offline';
  if (isGood(end)) return null;
  // It stops before it has taken the token: another one, or the same after its restart, will take it.
  if (end === 'server_stopped' && !welcomed) return 'server_unavailable';
  // By ourselves, at the try whose answer was lost on the way.
  if (end === 'token_used' && shownBefore) return 'connection_lost';
  return end;
}

const isGood = (end: StreamEnd): end is 'decided' | 'left' => end === 'decided' || end === 'left';
