import { hrefOf } from '../../route';
import { Badge } from '../../ui/Badge';
import { Table } from '../../ui/Table';
import { Time } from '../../ui/Time';
import { Resend } from './Resend';
import { lastTry, partsOf, stateOf, STATES } from './states';
import type { Callback } from './states';

/** Callbacks, one a row. */
export function CallbackTable({ rows }: { readonly rows: readonly Callback[] }) {
  return (
    <Table
      caption="Callbacks"
      testid="callbacks"
      rows={rows}
      rowKey={({ id }) => id}
      columns={[
        {
          name: 'What',
          head: true,
          cell: ({ event, session }) => (
            <span className="f-two">
              <span>{event}</span>
              <a href={hrefOf(['sessions', session])} className="f-mono">
                {session}
              </a>
            </span>
          ),
        },
        {
          name: 'State',
          cell: (row) => {
            const { word, tone, icon } = STATES[stateOf(row)];
            return (
              <span className="f-two">
                <Badge tone={tone} icon={icon}>
                  {word}
                </Badge>
                <span className="f-soft">{lastTry(row)}</span>
                {stateOf(row) === 'waiting' && (
                  <span className="f-soft">
                    next <Time at={row.due} />
                  </span>
                )}
              </span>
            );
          },
        },
        { name: 'Where to', cell: ({ url }) => <Address url={url} /> },
        { name: 'Made', minor: true, cell: ({ created }) => <Time at={created} /> },
        { name: 'Again', end: true, cell: (row) => <Resend callback={row} /> },
      ]}
    />
  );
}

/** The host first: that is what one looks for. */
function Address({ url }: { readonly url: string }) {
  const { host, rest } = partsOf(url);
  return (
    <span className="f-two f-address">
      <span className="f-break">{host}</span>
      <span className="f-soft f-break">{rest}</span>
    </span>
  );
}
