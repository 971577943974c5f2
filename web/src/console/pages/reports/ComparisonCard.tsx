import { Card } from '../../ui/Card';
import { Badge } from '../../ui/Badge';
import { count, NONE, number } from '../../ui/format';
import { rateWords } from '../shared/rates';
import type { Comparison } from './summary';
import { speciesName } from './words';

interface Props {
  readonly comparison: Comparison;
  readonly names: readonly string[];
}

/** A difference of shares in points, with its sign. */
const points = (share: number | null): string =>
  share === null ? NONE : `${share > 0 ? '+' : share < 0 ? '−' : ''}${Math.abs(100 * share).toFixed(1)}`;

/** The first model against the others, part by part. */
export function ComparisonCard({ comparison, names }: Props) {
  const { model, lines, pooled_difference: all, pooled_ratio: ratio } = comparison;
  return (
    <Card
      flush
      title="Against other models"
      line={
        <>
          EER of each; the difference is that of {model} less that of the best other, in points. Over all
          images {points(all.value)} ({points(all.low)} to {points(all.high)})
          {ratio !== null && <>, which is {number(ratio, 2)} times the best other’s</>}.
        </>
      }
    >
      <div className="c-plot-table f-comparison" role="region" aria-label="Comparison" tabIndex={0}>
        <table className="c-numbers" data-testid="comparison">
          <caption className="unseen">EER of each model</caption>
          <thead>
            <tr>
              <th scope="col">Part</th>
              <th scope="col" className="end">
                Images
              </th>
              {names.map((name) => (
                <th key={name} scope="col" className="end">
                  {name}
                </th>
              ))}
              <th scope="col" className="end">
                Difference
              </th>
            </tr>
          </thead>
          <tbody>
            {lines.map(({ kind, name, images, eer, difference }) => (
              <tr key={`${kind} ${name}`}>
                <th scope="row">{kind === 'by_source' ? name : speciesName(name)}</th>
                <td className="number end">{count(images)}</td>
                {names.map((of) => (
                  <td key={of} className="number end">
                    {rateWords(eer[of])}
                  </td>
                ))}
                <td className="number end">
                  <Difference points={points(difference)} difference={difference} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

interface DifferenceProps {
  readonly points: string;
  readonly difference: number | null;
}

/** Fewer errors are better. */
function Difference({ points: words, difference }: DifferenceProps) {
  if (difference === null || difference === 0) return <>{words}</>;
  return <Badge tone={difference < 0 ? 'good' : 'bad'}>{words}</Badge>;
}
