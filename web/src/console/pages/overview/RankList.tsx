import { hrefOf } from '../../route';
import type { Query } from '../../route';
import { Card } from '../../ui/Card';
import { count } from '../../ui/format';
import { ranked } from './numbers';
import type { Counts } from './numbers';

interface Props {
  readonly title: string;
  readonly counts: Counts;
  readonly nameOf: (name: string) => string;
  /** The filter of the list of sessions that a line leads to. */
  readonly filter: string;
  /** The other filters of that list: what is counted here. */
  readonly among: Query;
}

/** What there was most of, with the way to the sessions behind it. */
export function RankList({ title, counts, nameOf, filter, among }: Props) {
  const rows = ranked(counts);
  return (
    <Card title={title}>
      {rows.length === 0 ? (
        <p className="c-none">None</p>
      ) : (
        <ol className="f-rank">
          {rows.map(({ name, count: number, share }) => (
            <li key={name}>
              <a href={hrefOf(['sessions'], { ...among, [filter]: name })}>{nameOf(name)}</a>
              <b className="number">{count(number)}</b>
              <span className="f-rank-bar" aria-hidden="true">
                <span style={{ width: `${(100 * share).toFixed(1)}%` }} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
