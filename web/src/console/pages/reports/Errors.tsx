import { Card } from '../../ui/Card';
import { count, NONE, score } from '../../ui/format';
import { Table } from '../../ui/Table';
import type { Model, WrongOne } from './summary';
import { speciesName } from './words';

/** Which images were judged wrongly, farthest from the threshold first. */
export function Errors({ model: { worst_errors: errors } }: { readonly model: Model }) {
  return (
    <Card
      title="The worst errors"
      line="Farthest from the threshold first; at most 20 of each kind. Names of files, no pictures."
    >
      <List title="Attacks taken for bona fide" rows={errors.attacks_passed} />
      <List title="Bona fide taken for attacks" rows={errors.bona_fide_refused} />
    </Card>
  );
}

function List({ title, rows }: { readonly title: string; readonly rows: readonly WrongOne[] }) {
  return (
    <details className="f-errors">
      <summary>
        {title} <span className="f-soft">{rows.length === 0 ? 'none' : count(rows.length)}</span>
      </summary>
      {rows.length > 0 && (
        <Table
          caption={title}
          rows={rows}
          rowKey={({ path }) => path}
          columns={[
            { name: 'File', head: true, cell: ({ path }) => <span className="f-mono f-break">{path}</span> },
            { name: 'Species', cell: ({ species }) => (species === null ? NONE : speciesName(species)) },
            {
              name: 'Face width',
              end: true,
              cell: ({ face_width: width }) => (width === null ? NONE : `${count(width)} px`),
            },
            { name: 'Score', end: true, cell: (row) => <span className="number">{score(row.score)}</span> },
          ]}
        />
      )}
    </details>
  );
}
