import type { ReactNode } from 'react';
import type { Schemas } from '../../client';
import { Badge } from '../../ui/Badge';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Facts';
import { number, percent } from '../../ui/format';
import { RateBar } from '../shared/RateBar';
import { chanceOf, intervalOf, stepName } from './interval';

interface Props {
  readonly policy: Schemas['PolicyInfo'];
  /** The one that sessions have which name none. */
  readonly usual: boolean;
  /** The right end of the scale of rates, the same for all policies. */
  readonly most: number;
}

/** One policy: its threshold, its rates, what it asks for. */
export function PolicyCard({ policy, usual, most }: Props) {
  const { name, title, threshold, apcer, bpcer, on, challenge } = policy;
  return (
    <Card
      title={stepName(name)}
      line={
        <>
          Named <code>{name}</code> in the API, <code>{title}</code> in verdicts.
        </>
      }
      actions={usual && <Badge tone="quiet">Default</Badge>}
      testid={`policy-${name}`}
    >
      <Facts
        facts={[
          [
            'Bona fide from a score of',
            <b key="threshold" className="number">
              {number(threshold)}
            </b>,
          ],
          ['APCER', <RateBar key="apcer" rate={intervalOf(apcer)} most={most} />],
          ['BPCER', <RateBar key="bpcer" rate={intervalOf(bpcer)} most={most} />],
        ]}
      />
      <p className="f-note">{sentence(on)}</p>
      <h3 className="f-sub">Movements</h3>
      {challenge ? (
        <Challenge challenge={challenge} />
      ) : (
        <p className="f-note">None is asked for: the passive score decides alone.</p>
      )}
    </Card>
  );
}

function Challenge({ challenge }: { readonly challenge: Schemas['ChallengeInfo'] }) {
  const { bits, steps, reserve, longest, window, time_limit, faults, restarts, replayed, replayed_on } =
    challenge;
  return (
    <>
      <Facts
        facts={[
          ['Hard to foresee', `${number(bits)} bits: ${chanceOf(bits)} by guessing`],
          [
            'Recordings that pass',
            replayed === null
              ? 'Not measured'
              : `${percent(replayed.rate)} (at most ${percent(replayed.high, 2)})`,
          ],
          [
            'Each within',
            `${number(window)} s${time_limit === null ? '' : `, all within ${number(time_limit)} s`}`,
          ],
          [
            'At most',
            `${longest} acts, ${count(faults, 'fault')} and ${count(restarts, 'restart')} forgiven`,
          ],
          ['Drawn from', <Acts key="steps" acts={steps} />],
          ['Where one is left out', <Acts key="reserve" acts={reserve} />],
        ]}
      />
      {replayed_on !== null && <p className="f-note">{sentence(replayed_on)}</p>}
    </>
  );
}

const Acts = ({ acts }: { readonly acts: readonly string[] }): ReactNode => (
  <span className="f-acts">
    {acts.map((act) => (
      <span key={act} className="f-act">
        {stepName(act)}
      </span>
    ))}
  </span>
);

const count = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

const sentence = (text: string): string =>
  `Measured on ${text.replaceAll('_', ' ')}${text.endsWith('.') ? '' : '.'}`;
