import { Card } from '../../ui/Card';
import { Badge } from '../../ui/Badge';
import { wordOf } from '../../ui/words';
import type { Analysis } from './message';
import { GROUPS, issuesOf, LIVENESS, QUALITY, shown, timing } from './signals';
import type { Group } from './signals';
import { Legend, Strip } from './Strip';
import { usePointer } from './pointer';
import type { Tryout } from './tryout';

interface Props {
  readonly tryout: Tryout;
  readonly latest: Analysis | null;
  /** Milliseconds that are shown. */
  readonly span: number;
}

/** Every signal as a moving plot. Pointing at one shows the same moment in all. */
export function Plots({ tryout, latest, span }: Props) {
  const [pointer, share] = usePointer();
  const groups = [...GROUPS, timing(tryout.stages)];
  const valuesOf = (group: Group) =>
    share === null ? nowOf(group, latest) : thenOf(group, tryout, share, span);
  return (
    <div className="f-plots">
      {groups.map((group) => (
        <Card key={group.id} title={group.title} line={group.line} testid={`plot-${group.id}`}>
          <Strip
            tryout={tryout}
            group={group}
            span={span}
            pointer={pointer}
            threshold={group === LIVENESS ? (latest?.threshold ?? null) : null}
          />
          <Legend group={group} values={valuesOf(group)} />
        </Card>
      ))}
      <Card
        title="Quality"
        line="How fit the picture is to be judged, each measure on its own scale."
        testid="plot-quality"
      >
        <ul className="f-measures">
          {QUALITY.map((group) => (
            <Measure
              key={group.id}
              group={group}
              value={valuesOf(group)[0] ?? null}
              codes={latest?.quality.codes ?? []}
            >
              <Strip small tryout={tryout} group={group} span={span} pointer={pointer} />
            </Measure>
          ))}
        </ul>
      </Card>
    </div>
  );
}

interface MeasureProps {
  readonly group: Group;
  readonly value: number | null;
  readonly codes: readonly string[];
  readonly children: React.ReactNode;
}

/** One measure: its line, what it is, and whether it stands against the picture. */
function Measure({ group: { title, signals }, value, codes, children }: MeasureProps) {
  const [signal] = signals;
  const against = signal ? issuesOf(signal.id).find((code) => codes.includes(code)) : undefined;
  return (
    <li className="f-measure">
      <span className="f-measure-name">
        {against ? (
          <Badge tone="unsure">
            <span className="unseen">{title}: </span>
            {wordOf(against)}
          </Badge>
        ) : (
          title
        )}
      </span>
      {children}
      <span className="f-measure-value number">{signal ? shown(value, signal) : ''}</span>
    </li>
  );
}

const nowOf = ({ signals }: Group, latest: Analysis | null): (number | null)[] =>
  signals.map((signal) => (latest ? signal.of(latest) : null));

function thenOf({ signals }: Group, tryout: Tryout, share: number, span: number): (number | null)[] {
  const to = tryout.edge(performance.now());
  const at = tryout.history.nearest(to - span + share * span);
  return signals.map(({ id }) => {
    const value = tryout.history.value(at, tryout.channelOf(id));
    return Number.isNaN(value) ? null : value;
  });
}
