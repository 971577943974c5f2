import type { Schemas } from '../../client';
import { hrefOf } from '../../route';
import { StateBadge, VerdictBadge } from '../../ui/Badge';
import { NONE, score, seconds } from '../../ui/format';
import { Table } from '../../ui/Table';
import type { Column } from '../../ui/Table';
import { Time } from '../../ui/Time';
import { reasonOf, wordOf } from '../../ui/words';

type Session = Schemas['SessionSummary'];

const COLUMNS: readonly Column<Session>[] = [
  {
    name: 'Session',
    head: true,
    cell: ({ id }) => (
      <a href={hrefOf(['sessions', id])}>
        <code>{id}</code>
      </a>
    ),
  },
  { name: 'Made', cell: ({ created }) => <Time at={created} /> },
  { name: 'Outcome', cell: (session) => <Outcome session={session} /> },
  { name: 'Confidence', cell: ({ confidence }) => score(confidence, 2), end: true },
  { name: 'Policy', cell: ({ policy }) => wordOf(policy), wide: true },
  { name: 'Why', cell: (session) => <Why session={session} />, wide: true },
  { name: 'Took', cell: (session) => seconds(tookOf(session)), end: true, wide: true },
];

/** One line a session. */
export const SessionTable = ({ sessions }: { readonly sessions: readonly Session[] }) => (
  <Table caption="Sessions" columns={COLUMNS} rows={sessions} rowKey={({ id }) => id} testid="sessions" />
);

/** The verdict where there is one, else where it stands. */
const Outcome = ({ session: { state, verdict } }: { readonly session: Session }) =>
  verdict === null ? <StateBadge state={state} /> : <VerdictBadge verdict={verdict} />;

/** The first reason, or what ended it; the others are on the session's own page. */
function Why({ session: { reasons, ended_by } }: { readonly session: Session }) {
  if (ended_by !== null) return <span className="sessions-why">{wordOf(ended_by)}</span>;
  const [first, ...more] = reasons;
  if (first === undefined) return <span className="c-none">{NONE}</span>;
  return (
    <span className="sessions-why" title={reasons.map(reasonOf).join('\n')}>
      {wordOf(first)}
      {more.length > 0 && <span className="c-hint"> and {more.length} more</span>}
    </span>
  );
}

/** Seconds from the first frame's welcome to the end; null where there was none. */
function tookOf({ started, ended }: Session): number | null {
  return started === null || ended === null ? null : (Date.parse(ended) - Date.parse(started)) / 1000;
}
