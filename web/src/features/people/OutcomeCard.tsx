import { useEffect, useRef } from 'react';
import type { Hit } from '../../socket/people';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import { judge } from './judge';
import { Likeness } from './Likeness';
import { Reasons } from './Reasons';
import type { Outcome } from './requests';

/** The answer in large words, with the scores behind it. */
export function OutcomeCard({ outcome }: { readonly outcome: Outcome }) {
  const { people } = texts;
  const { code, tone, word, line, reasons } = judge(outcome);
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    element.current?.scrollIntoView({ block: 'nearest' }); // in braces: some browsers answer with a promise
  }, [outcome]);
  return (
    <section ref={element} className={`card outcome tone-${tone}`} aria-label={people.resultLabel}>
      <div className="verdict-head">
        <span className="badge">
          <Icon name={tone === 'unsure' ? 'hint' : tone} size={26} />
        </span>
        <div>
          <p className="verdict-word" data-testid="outcome" data-outcome={code}>
            {word}
          </p>
          <p className="verdict-line">{line}</p>
        </div>
      </div>
      <Reasons reasons={reasons} />
      <Evidence outcome={outcome} />
    </section>
  );
}

function Evidence({ outcome }: { readonly outcome: Outcome }) {
  const { people } = texts;
  if (outcome.task === 'enrol') {
    const { duplicates } = outcome.value;
    return duplicates.length === 0 ? null : (
      <div className="duplicates" data-testid="duplicates">
        <p className="card-title">{people.duplicates}</p>
        <p className="card-line">{people.duplicatesLine}</p>
        <ul>
          {duplicates.map(({ subject, score }) => (
            <li key={subject}>
              <b>{subject}</b> <span className="number">{people.score(score)}</span>
            </li>
          ))}
        </ul>
      </div>
    );
  }
  const { threshold, matcher, verdict, liveScore } = outcome.value;
  return (
    <>
      {outcome.task === 'verify' && outcome.value.score !== null && (
        <Likeness name={people.likeness} score={outcome.value.score} threshold={threshold} />
      )}
      {outcome.task === 'identify' && <Hits hits={outcome.value.matches} threshold={threshold} />}
      <p className="card-line outcome-facts">
        {people.liveness[verdict]}
        {liveScore !== null && ` (${texts.percent(liveScore)})`} · {people.matcher} {matcher}
      </p>
    </>
  );
}

function Hits({ hits, threshold }: { readonly hits: readonly Hit[]; readonly threshold: number }) {
  return (
    <ol className="hits" data-testid="hits">
      {hits.map(({ subject, score }) => (
        <li key={subject}>
          <Likeness name={subject} score={score} threshold={threshold} />
        </li>
      ))}
    </ol>
  );
}
