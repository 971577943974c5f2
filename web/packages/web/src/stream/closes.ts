/**
 * How a stream ends, as one table: the server's close codes and the reason texts that go with them.
 *
 * The reasons are also what `ended_by` of the last message says. A reason that is not here (of a newer server) is taken
 * as the first one of its code.
 */

/** `decided` and `left` are the ends that are no problem; the others are names of problems. */
export type StreamEnd =
  | 'decided'
  | 'left'
  | 'server_stopped'
  | 'server_failed'
  | 'server_full'
  | 'server_unavailable'
  | 'silent'
  | 'session_expired'
  | 'session_unknown'
  | 'session_over'
  | 'token_used'
  | 'token_invalid'
  | 'origin_refused'
  | 'too_often'
  | 'nothing_to_compare'
  | 'protocol_error';

export const CLOSES: Readonly<Record<number, Readonly<Record<string, StreamEnd>>>> = {
  1000: { decided: 'decided', left: 'left' },
  1001: { server_stopped: 'server_stopped' },
  // Sent by what speaks WebSocket below the server: a message breaks its rules, or is too long.
  1002: { '': 'protocol_error' },
  1003: { '': 'protocol_error' },
  1007: { '': 'protocol_error' },
  1009: { '': 'protocol_error' },
  // The first is before a stream: the page or what is on the way is at fault. The second is in the midst of one that went
  // well, so that another one may go well, too.
  4400: { bad_message: 'protocol_error', bad_messages: 'server_failed' },
  4401: { token_invalid: 'token_invalid' },
  4403: { origin_refused: 'origin_refused' },
  4404: { session_unknown: 'session_unknown' },
  4408: { silent: 'silent', not_reading: 'silent' },
  4409: { token_used: 'token_used' },
  4410: {
    session_ended: 'session_over',
    session_expired: 'session_expired',
    session_unknown: 'session_unknown',
    erased: 'session_over',
    reference_erased: 'session_over',
    reference_lost: 'session_over',
  },
  4429: { rate_limited: 'too_often', locked_out: 'too_often', too_many_messages: 'protocol_error' },
  4500: { broken: 'server_failed', not_stored: 'server_failed' },
  4503: {
    store_error: 'server_unavailable',
    store_unknown: 'server_unavailable',
    no_model: 'server_unavailable',
    draining: 'server_unavailable',
    server_full: 'server_full',
    address_full: 'server_full',
    no_matcher: 'nothing_to_compare',
    not_enrolled: 'nothing_to_compare',
    template_outdated: 'nothing_to_compare',
  },
};

/** Null where the code says nothing of the session: the connection was cut, or somebody on the way closed it. */
export function endOf(code: number, reason: string): StreamEnd | null {
  const row = Object.entries(CLOSES[code] ?? {});
  const named = row.find(([name]) => name === reason)?.[1] ?? null;
  // 1000 is anybody's: without one of the server's reasons nothing was decided.
  return named ?? (code === 1000 ? null : (row[0]?.[1] ?? null));
}

/** By what the last message says has ended the session; null where that says nothing. */
export function endBy(endedBy: string): StreamEnd | null {
  for (const row of Object.values(CLOSES)) {
    if (endedBy !== '' && Object.hasOwn(row, endedBy)) return row[endedBy] ?? null;
  }
  return null;
}
