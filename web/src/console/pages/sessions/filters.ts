/** What the list of sessions is narrowed by, as it stands in the page's address. */
import type { operations } from '../../../api/openapi';
import type { Query } from '../../route';

type Asked = NonNullable<operations['listSessions']['parameters']['query']>;

const STATES = ['CREATED', 'IN_PROGRESS', 'COMPLETED', 'EXPIRED', 'ABORTED'] as const;
const VERDICTS = ['BONA_FIDE', 'ATTACK', 'NO_RESPONSE'] as const;
const POLICIES = ['strict', 'balanced', 'lenient', 'passive_only'] as const;

export const CHOICES = { state: STATES, verdict: VERDICTS, policy: POLICIES } as const;

/** What can be written in or chosen; all as it stands in the address. */
export const NAMES = ['state', 'verdict', 'policy', 'reason', 'ended_by', 'subject', 'from', 'to'] as const;
export type FilterName = (typeof NAMES)[number];
export type Filters = Readonly<Record<FilterName, string>>;

export const LIMIT = 25;

export const filtersOf = (query: URLSearchParams): Filters => ({
  state: query.get('state') ?? '',
  verdict: query.get('verdict') ?? '',
  policy: query.get('policy') ?? '',
  reason: query.get('reason') ?? '',
  ended_by: query.get('ended_by') ?? '',
  subject: query.get('subject') ?? '',
  from: query.get('from') ?? '',
  to: query.get('to') ?? '',
});

export const areSet = (filters: Filters): boolean => NAMES.some((name) => filters[name] !== '');

/** The address of the same list with one filter changed: always its first page. */
export const changed = (filters: Filters, change: Partial<Filters>): Query => ({ ...filters, ...change });

/** What the server is asked. What it cannot know is left out, so that an address with a slip shows all. */
export const askedOf = (filters: Filters, cursor: string | null): Asked => ({
  limit: LIMIT,
  cursor,
  state: oneOf(STATES, filters.state),
  verdict: oneOf(VERDICTS, filters.verdict),
  policy: oneOf(POLICIES, filters.policy),
  reason: filters.reason.trim() || null,
  ended_by: filters.ended_by.trim() || null,
  subject: filters.subject || null,
  created_after: momentOf(filters.from),
  created_before: momentOf(filters.to),
});

/** A moment of the field, in the time of whoever writes it, as the server takes it; null for none. */
export function momentOf(text: string): string | null {
  const moment = new Date(text);
  return text === '' || Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

/** The same as the field takes it: a link may name its moment in UTC. What is no moment leaves the field empty. */
export function fieldOf(text: string): string {
  const moment = new Date(text);
  if (text === '' || Number.isNaN(moment.getTime())) return '';
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

const oneOf = <Value extends string>(values: readonly Value[], text: string): Value | null =>
  values.find((value) => value === text) ?? null;
