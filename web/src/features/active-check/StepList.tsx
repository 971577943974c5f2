import type { Act, ActiveCheck } from '../../socket/messages';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';

/** What has been done and what is asked now; what comes after is not known to the page. */
export function StepList({ check: { done, of, prompt, state } }: { readonly check: ActiveCheck }) {
  const now = state === 'act_due' ? prompt : null;
  const steps = Array.from({ length: of }, (_, index) => index);
  return (
    <ol className="steps" aria-label={texts.challenge.steps}>
      {steps.map((index) => {
        const act = done[index] ?? (now?.number === index + 1 ? now.act : null);
        return <Step key={index} number={index + 1} act={act} done={index < done.length} />;
      })}
    </ol>
  );
}

interface StepProps {
  readonly number: number;
  /** Null while unknown. */
  readonly act: Act | null;
  readonly done: boolean;
}

function Step({ number, act, done }: StepProps) {
  const { acts, unknownStep, stepDone, stepNow, stepLater } = texts.challenge;
  const state = done ? 'done' : act ? 'now' : 'later';
  const words = { done: stepDone, now: stepNow, later: stepLater };
  return (
    <li className={`step ${state}`} aria-current={state === 'now' ? 'step' : undefined}>
      <span className="step-mark number" aria-hidden="true">
        {done ? <Icon name="good" size={16} /> : number}
      </span>
      {act ? acts[act].step : unknownStep(number)}
      <span className="unseen">: {words[state]}</span>
    </li>
  );
}
