import { Copy } from '../../ui/Copy';
import { Table } from '../../ui/Table';
import { Time } from '../../ui/Time';
import { wordOf } from '../../ui/words';
import { detailsOf } from './chain';
import type { AuditLine } from './chain';

/** Lines of the audit log, one a row. */
export function AuditTable({ lines }: { readonly lines: readonly AuditLine[] }) {
  return (
    <Table
      caption="Audit lines"
      testid="audit"
      rows={lines}
      rowKey={({ number }) => number}
      columns={[
        { name: 'Number', head: true, cell: ({ number }) => <span className="number">{number}</span> },
        { name: 'When', cell: ({ at }) => <Time at={at} /> },
        { name: 'What was done', cell: ({ action }) => wordOf(action.replaceAll('.', ' ')) },
        {
          name: 'To what',
          cell: ({ target, details }) => (
            <span className="f-two">
              <span className="f-mono f-break">{target}</span>
              {detailsOf(details) !== '' && <span className="f-soft f-break">{detailsOf(details)}</span>}
            </span>
          ),
        },
        { name: 'By whom', cell: ({ actor }) => <span className="f-break">{actor}</span> },
        {
          name: 'Hash',
          minor: true,
          cell: ({ hash, number }) => (
            <span className="f-hash">
              <code title={hash}>{hash.slice(0, 10)}…</code>
              <Copy text={hash} what={`the hash of line ${number}`} />
            </span>
          ),
        },
      ]}
    />
  );
}
