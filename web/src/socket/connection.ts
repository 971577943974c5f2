/**
 * The states of a connection, as one table.
 *
 * A connection is `open` once the server has said its first well-formed word (the page greets it with a ping), not
 * when the socket opens: a full server accepts the socket only to close it with 1013, and counting that as success
 * would make the page flicker and its waiting time start afresh on every try.
 *
 * `waiting` and `full` end by themselves (`retry`); `refused` ends only by the person's hand (`start`).
 */
export const TRANSITIONS = {
  idle: { start: 'connecting' },
  connecting: { heard: 'open', dropped: 'waiting', full: 'full', refused: 'refused', stop: 'idle' },
  open: { dropped: 'waiting', full: 'full', refused: 'refused', stop: 'idle' },
  waiting: { retry: 'connecting', stop: 'idle' },
  full: { retry: 'connecting', stop: 'idle' },
  refused: { start: 'connecting', stop: 'idle' },
} as const satisfies Record<string, Partial<Record<ConnectionEvent, string>>>;

export type ConnectionEvent = 'start' | 'heard' | 'dropped' | 'full' | 'refused' | 'retry' | 'stop';
export type ConnectionState = keyof typeof TRANSITIONS;

/** The next state, or null where the table has no such step: the event is then ignored. */
export function nextState(state: ConnectionState, event: ConnectionEvent): ConnectionState | null {
  const steps: Partial<Record<ConnectionEvent, ConnectionState>> = TRANSITIONS[state];
  return steps[event] ?? null;
}

/** Why there is no connection now. */
export type FailureCause =
  'dropped' | 'full' | 'refused' | 'too_big' | 'key_needed' | 'key_lacks' | 'too_often' | 'broken';

/**
 * Close codes of RFC 6455, section 7.4, 1013 of the IANA registry of close codes, and the server's own: a locked one
 * lets nobody in without a key, and this page has none to offer.
 */
const CAUSES: ReadonlyMap<number, FailureCause> = new Map([
  [1008, 'refused'],
  [1009, 'too_big'],
  [1013, 'full'],
  [4401, 'key_needed'],
  [4403, 'key_lacks'],
  [4429, 'too_often'],
  [4500, 'broken'],
]);

export const causeOf = (closeCode: number): FailureCause => CAUSES.get(closeCode) ?? 'dropped';

/**
 * What each comes to. A message found too big would be as big again, and a server that asks for a key would ask again:
 * those end like a refusal instead of going in circles. So does what came too often, since every try counts.
 */
const EVENTS = {
  dropped: 'dropped',
  broken: 'dropped',
  full: 'full',
  refused: 'refused',
  too_big: 'refused',
  key_needed: 'refused',
  key_lacks: 'refused',
  too_often: 'refused',
} as const satisfies Record<FailureCause, ConnectionEvent>;

export const eventOf = (cause: FailureCause): 'dropped' | 'full' | 'refused' => EVENTS[cause];

/** What the page may know of the connection. */
export interface ConnectionView {
  readonly state: ConnectionState;
  /** Failed tries since the connection was last open. */
  readonly failures: number;
  /** When the next try begins, on the clock of the timers; null while none is planned. */
  readonly retryAt: number | null;
  /** Kept through the next tries until one succeeds. */
  readonly cause: FailureCause | null;
}

export const IDLE: ConnectionView = { state: 'idle', failures: 0, retryAt: null, cause: null };
