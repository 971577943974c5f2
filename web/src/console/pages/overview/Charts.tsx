import type { Schemas } from '../../client';
import { Card } from '../../ui/Card';
import { count, milliseconds, seconds } from '../../ui/format';
import { Plot } from '../../ui/Plot';
import type { Colour, PlotLine } from '../../ui/Plot';
import { reasonOf, VERDICTS } from '../../ui/words';
import { others, ranked, series } from './numbers';
import { Ranks } from './Ranks';

type Statistics = Schemas['Statistics'];

/** How many reasons have a line of their own; the others share one. */
const REASONS_DRAWN = 5;
const COLOURS: readonly Colour[] = ['one', 'two', 'three', 'four', 'five'];

/** Everything over time, and what there was most of. */
export function Charts({ statistics }: { readonly statistics: Statistics }) {
  const { buckets, totals, step } = statistics;
  const x = buckets.map(({ at }) => Date.parse(at) / 1000);
  const days = step === 'day';
  const xName = days ? 'Days in UTC' : `By ${step}`;
  const time = { x, days, xKind: 'time', xName } as const;
  return (
    <>
      <h2 className="unseen">Over time</h2>
      <Card testid="chart-verdicts">
        <Plot
          {...time}
          stacked
          whole
          height={240}
          title="Verdicts"
          line={`${xName}.`}
          lines={verdictLines(buckets)}
          format={count}
        />
      </Card>
      <div className="c-columns f-even">
        <Card testid="chart-frame-time">
          <Plot
            {...time}
            title="Time of a frame"
            line="From its arrival to its answer."
            lines={latencyLines(buckets, ({ milliseconds: ms }) => ms)}
            format={milliseconds}
          />
          <p className="f-note">
            Each session has a median and a 95th percentile of its own: shown are the median of the former and
            the 95th percentile of the latter.
          </p>
        </Card>
        <Card testid="chart-session-time">
          <Plot
            {...time}
            title="Time of a session"
            line="For how long it was streamed."
            lines={latencyLines(buckets, ({ seconds: lasted }) => lasted)}
            format={seconds}
          />
        </Card>
      </div>
      <Card testid="chart-reasons">
        <Plot
          {...time}
          whole
          title="Reasons"
          line="Why sessions got their verdicts; one may have several."
          lines={reasonLines(buckets, totals.reasons)}
          format={count}
        />
      </Card>
      <Ranks statistics={statistics} />
    </>
  );
}

type Bucket = Statistics['buckets'][number];
type Percentiles = Bucket['milliseconds'];

const verdictLines = (buckets: readonly Bucket[]): PlotLine[] =>
  Object.entries(VERDICTS).map(([name, { word, tone }]) => ({
    name: word,
    colour: tone,
    kind: 'bars',
    values: series(
      buckets.map(({ verdicts }) => verdicts),
      name,
    ),
  }));

const latencyLines = (buckets: readonly Bucket[], of: (bucket: Bucket) => Percentiles): PlotLine[] => [
  { name: 'Median', colour: 'one', values: buckets.map((bucket) => of(bucket)?.p50 ?? null) },
  {
    name: '95th percentile',
    colour: 'two',
    dashed: true,
    values: buckets.map((bucket) => of(bucket)?.p95 ?? null),
  },
];

function reasonLines(buckets: readonly Bucket[], totals: Readonly<Record<string, number>>): PlotLine[] {
  const counts = buckets.map(({ reasons }) => reasons);
  const drawn = ranked(totals)
    .slice(0, REASONS_DRAWN)
    .map(({ name }) => name);
  const lines = drawn.map((name, at): PlotLine => ({
    name: reasonOf(name),
    colour: COLOURS[at] ?? 'ink',
    dashed: at % 2 === 1,
    values: series(counts, name),
  }));
  const rest = others(counts, drawn);
  return rest.some((value) => value > 0)
    ? [...lines, { name: 'All others', colour: 'quiet', values: rest }]
    : lines;
}
