import type { Schemas } from '../../client';
import { count, milliseconds, moment, percent, seconds } from '../../ui/format';
import { Figure, Figures } from '../../ui/Facts';
import { shareOf, sumOf } from './numbers';

interface Props {
  readonly totals: Schemas['Totals'];
  /** From when on it was counted: the server begins where a step does, somewhat before what was asked for. */
  readonly since: string;
}

/** The large numbers. */
export function Summary({ totals, since }: Props) {
  const { sessions, states, verdicts } = totals;
  const decided = sumOf(verdicts);
  const lost = (states.ABORTED ?? 0) + (states.EXPIRED ?? 0);
  const part = (name: string) => `${percent(shareOf(verdicts, name))} of ${count(decided)} verdicts`;
  return (
    <div className="f-summary" data-testid="summary">
      <Figures>
        <Figure name="Sessions" value={count(sessions)} line={`made since ${moment(since)}`} />
        <Figure
          name="Bona fide"
          value={count(verdicts.BONA_FIDE ?? 0)}
          tone="good"
          line={part('BONA_FIDE')}
        />
        <Figure name="Attack" value={count(verdicts.ATTACK ?? 0)} tone="bad" line={part('ATTACK')} />
        <Figure
          name="No response"
          value={count(verdicts.NO_RESPONSE ?? 0)}
          tone="unsure"
          line={part('NO_RESPONSE')}
        />
        <Figure name="Without a verdict" value={count(lost)} line="aborted or expired" />
        <Figure
          name="Time of a frame"
          value={milliseconds(totals.milliseconds?.p50)}
          line={totals.seconds ? `a session takes ${seconds(totals.seconds.p50)}` : 'arrival to answer'}
        />
      </Figures>
    </div>
  );
}
