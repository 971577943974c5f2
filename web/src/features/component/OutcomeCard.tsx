import { useId } from 'react';
import { texts } from '../../texts';
import type { Asking } from '../people/use-asking';
import { Trouble } from '../people/Trouble';
import { Icon } from '../shared/Icon';
import { toneOf } from '../shared/tone';
import type { Outcome } from './answers';

/** What the application's server reads once the browser has said that the session is over. */
export function OutcomeCard({ asking: { busy, answer } }: { readonly asking: Asking<Outcome> }) {
  const { component } = texts;
  const id = useId();
  return (
    <section className="card embed-outcome" aria-labelledby={id}>
      <h2 className="card-title" id={id}>
        {component.outcome}
      </h2>
      <div role="status" data-testid="embed-outcome" data-verdict={answer?.ok ? answer.value.verdict : null}>
        {answer?.ok && <Found outcome={answer.value} />}
        {!answer && <p className="card-line">{busy ? component.outcomeReading : component.outcomeNone}</p>}
      </div>
      {answer && !answer.ok && <Trouble problem={answer.problem} />}
    </section>
  );
}

function Found({ outcome }: { readonly outcome: Outcome }) {
  const { component } = texts;
  const { verdict, state, session, endedBy, reasons, confidence, policy } = outcome;
  const tone = verdict === null ? 'unsure' : toneOf(verdict); // without one it is no pass either
  const words = verdict ? component.verdicts[verdict] : null;
  return (
    <div className={`embed-found tone-${tone}`}>
      <p className="embed-word">
        <Icon name={tone} size={24} />
        {words?.word ?? component.states[state] ?? state}
      </p>
      {words && <p className="card-line">{words.line}</p>}
      <dl className="embed-facts">
        <Fact name={component.session} value={session} />
        <Fact name={component.endedBy} value={endedBy ?? ''} />
        <Fact name={component.reasons} value={reasons.join(', ')} />
        <Fact name={component.confidence} value={confidence === null ? '' : confidence.toFixed(3)} />
        <Fact name={component.judgedBy} value={policy} />
      </dl>
    </div>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <code>{value}</code>
      </dd>
    </div>
  );
}
