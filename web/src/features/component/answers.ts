/** What an application reads of the API, never trusted before it is checked. */
import type { components } from '../../api/openapi';
import { VERDICTS } from '../../socket/messages';
import type { Verdict } from '../../socket/messages';
import { isFields, isOneOf, isShare, isText, textsOf } from '../../socket/narrow';

export type Schemas = components['schemas'];

/** How a session ended, as far as this page shows it. */
export interface Outcome {
  readonly session: string;
  readonly state: string;
  readonly endedBy: string | null;
  /** Null where the session came to none. */
  readonly verdict: Verdict | null;
  readonly reasons: readonly string[];
  /** The fused passive score, 0 to 1; null where nothing was judged. */
  readonly confidence: number | null;
  /** Name and version of the policy; empty where nothing was judged. */
  readonly policy: string;
}

export const parseToken = (value: unknown): string | null =>
  isFields(value) && isText(value.session_token) ? value.session_token : null;

export function parseOutcome(value: unknown): Outcome | null {
  if (!isFields(value) || !isText(value.id) || !isText(value.state)) return null;
  const { id, state, ended_by, verdict, reasons, confidence, policy_title } = value;
  return {
    session: id,
    state,
    endedBy: isText(ended_by) ? ended_by : null,
    verdict: isOneOf(VERDICTS, verdict) ? verdict : null,
    reasons: textsOf(reasons),
    confidence: isShare(confidence) ? confidence : null,
    policy: isText(policy_title) ? policy_title : '',
  };
}

/** That the question was answered is all that was wanted. */
export const parseAnything = (value: unknown): true | null => (isFields(value) ? true : null);
