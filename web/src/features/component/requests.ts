/** What the application's own server asks of the API. Here the page does it, to show it: a real one never has the key. */
import type { Ability } from '@web/flow/snapshot';
import type { Answer, Api } from '../../socket/api';
import { parseAnything, parseOutcome, parseToken } from './answers';
import type { Outcome, Schemas } from './answers';

/** Whether this page may make sessions, with the key it holds if any. */
export const mayMakeSessions = (api: Api, signal: AbortSignal): Promise<Answer<true>> =>
  api.ask({ path: 'sessions?limit=1', parse: parseAnything, signal });

export interface Order {
  readonly policy: Schemas['PolicyName'] | null;
  /** What the person has said they cannot do, in a session before this one. */
  readonly excluded: readonly Ability[];
}

/** Makes a session; its `session_token` is what the element needs. */
export function makeSession(
  api: Api,
  { policy, excluded }: Order,
  signal: AbortSignal,
): Promise<Answer<string>> {
  const body: Partial<Schemas['NewSession']> = { policy, exclude: [...excluded] };
  return api.ask({ method: 'POST', path: 'sessions', body, parse: parseToken, signal });
}

export const readOutcome = (api: Api, session: string, signal: AbortSignal): Promise<Answer<Outcome>> =>
  api.ask({ path: `sessions/${encodeURIComponent(session)}`, parse: parseOutcome, signal });
