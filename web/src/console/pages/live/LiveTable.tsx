import type { Schemas } from '../../client';
import { hrefOf } from '../../route';
import { Badge } from '../../ui/Badge';
import { count, NONE, seconds } from '../../ui/format';
import { Table } from '../../ui/Table';
import type { Column } from '../../ui/Table';
import { Time } from '../../ui/Time';
import { wordOf, wordsOf } from '../../ui/words';

type Live = Schemas['LiveSession'];

const COLUMNS: readonly Column<Live>[] = [
  {
    name: 'Session',
    head: true,
    cell: ({ session }) => (
      <a href={hrefOf(['sessions', session])}>
        <code>{session}</code>
      </a>
    ),
  },
  { name: 'Policy', cell: ({ policy }) => wordOf(policy), minor: true },
  { name: 'Face', cell: ({ face }) => <Face face={face} /> },
  { name: 'Asked for', cell: (live) => <Asked live={live} /> },
  { name: 'Guidance', cell: ({ guidance }) => wordsOf(guidance) || NONE },
  { name: 'Frames', cell: ({ frames }) => <Frames frames={frames} />, end: true, minor: true },
  { name: 'Since', cell: ({ since }) => <Time at={since} />, wide: true },
  { name: 'For', cell: (live) => seconds(Math.round(live.seconds)), end: true },
];

/** One line a stream. */
export const LiveTable = ({ sessions }: { readonly sessions: readonly Live[] }) => (
  <Table
    caption="Sessions that are streamed now"
    columns={COLUMNS}
    rows={sessions}
    rowKey={({ session }) => session}
    testid="live"
  />
);

function Face({ face }: { readonly face: boolean | null }) {
  if (face === null)
    return (
      <Badge tone="quiet" icon="hourglass">
        Not looked yet
      </Badge>
    );
  return face ? <Badge tone="good">Seen</Badge> : <Badge tone="unsure">None</Badge>;
}

/** The act that is due, and how far the challenge is; the dots say nothing that the words do not. */
function Asked({ live: { act, state, done, of } }: { readonly live: Live }) {
  if (state === null) return <span className="c-none">Nothing (passive only)</span>;
  return (
    <span className="live-asked">
      <span>{act ? wordOf(act) : wordOf(state)}</span>
      <span className="live-dots" aria-hidden="true">
        {Array.from({ length: of }, (_, place) => (
          <i key={place} data-done={place < done} />
        ))}
      </span>
      <span className="c-hint number">
        {done} of {of} done
      </span>
    </span>
  );
}

const Frames = ({ frames: { analysed, dropped, refused } }: { readonly frames: Schemas['FrameCounts'] }) => (
  <>
    {count(analysed)}
    {dropped + refused > 0 && <span className="c-hint"> ({count(dropped + refused)} lost)</span>}
  </>
);
