import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  /** Numbers stand at the end of their column. */
  readonly end?: boolean;
  /** Left out of a table on a small screen; where rows are blocks it is there again. */
  readonly minor?: boolean;
  /** Shown only where there is much room: it stands elsewhere, too. */
  readonly wide?: boolean;
  /** The cell that names the row. */
  readonly head?: boolean;
}

interface Props<Row> {
  /** What the table shows, for those who hear it. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string | number;
  readonly testid?: string;
}

/**
 * A table; where there is little room each row is a block with the columns' names beside the values. The roles are
 * written out because a table that is laid out otherwise is no table to some readers.
 */
export function Table<Row>({ caption, columns, rows, rowKey, testid }: Props<Row>) {
  return (
    <div className="c-table-room">
      <table className="c-table" role="table" data-testid={testid}>
        <caption className="unseen">{caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.name} role="columnheader" scope="col" className={classOf(column)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={rowKey(row)} role="row">
              {columns.map((column) => (
                <Cell key={column.name} column={column} row={row} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell<Row>({ column, row }: { readonly column: Column<Row>; readonly row: Row }) {
  const name = (
    <span className="c-cell-name" aria-hidden="true">
      {column.name}
    </span>
  );
  if (column.head) {
    return (
      <th role="rowheader" scope="row" className={classOf(column)}>
        {column.cell(row)}
      </th>
    );
  }
  return (
    <td role="cell" className={classOf(column)}>
      {name}
      <span className="c-cell-value">{column.cell(row)}</span>
    </td>
  );
}

const classOf = <Row,>({ end, minor, wide, head }: Column<Row>): string =>
  [end && 'end', minor && 'minor', wide && 'wide', head && 'head'].filter(Boolean).join(' ');
