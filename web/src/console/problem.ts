/** Every failure of a question to the server, as something that can be thrown. */
import { ownProblem, parseProblem } from '../socket/api';
import type { Problem } from '../socket/api';

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: Problem;
  /** Of the answer; null where there was none. */
  readonly status: number | null;

  constructor(problem: Problem, status: number | null = null) {
    super(problem.title || problem.code);
    this.problem = problem;
    this.status = status;
  }

  /** From the body of an answer that is none of those expected. */
  static of(body: unknown, response: Response): ProblemError {
    const problem = response.ok ? ownProblem('malformed') : parseProblem(body, response);
    return new ProblemError(problem, response.status);
  }
}

/** What a question threw, as a problem; what was called off is none. */
export function problemFrom(cause: unknown): unknown {
  if (cause instanceof ProblemError) return cause;
  const name = cause instanceof Error || cause instanceof DOMException ? cause.name : '';
  if (name === 'AbortError') return cause;
  if (name === 'SyntaxError') return new ProblemError(ownProblem('malformed'));
  return new ProblemError(ownProblem(name === 'TimeoutError' ? 'too_late' : 'away'));
}

/** The problem in whatever a query failed with. */
export const problemOf = (error: unknown): Problem =>
  error instanceof ProblemError ? error.problem : ownProblem('broken');

/** What an API key, or another one, would help against. */
const AT_THE_DOOR = new Set(['key_missing', 'key_malformed', 'key_unknown', 'key_revoked']);

/** Whether the key that was used, or its absence, is what is wrong. */
export const isLockedOut = (error: unknown): boolean =>
  error instanceof ProblemError && AT_THE_DOOR.has(error.problem.code);

const WITHDRAWN = new Set<number | null>([403, 404, 410]);

/** Whether the server says that what was asked for is gone, or not for this key: nothing of it is to be shown on. */
export const isWithdrawn = (error: unknown): boolean =>
  error instanceof ProblemError && WITHDRAWN.has(error.status);
