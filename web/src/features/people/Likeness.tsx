import { texts } from '../../texts';

interface Props {
  readonly name: string;
  readonly score: number;
  readonly threshold: number;
}

/** A score beside the threshold that it needs. */
export function Likeness({ name, score, threshold }: Props) {
  const { people } = texts;
  return (
    <div className={`likeness tone-${score >= threshold ? 'good' : 'bad'}`}>
      <span className="likeness-name">{name}</span>
      <span className="number" data-testid="score">
        {people.score(score)}
      </span>
      <span className="likeness-needs">{people.needs(threshold)}</span>
      <span className="bar scored" aria-hidden="true">
        <span style={{ transform: `scaleX(${share(score)})` }} />
        <i style={{ left: `${share(threshold) * 100}%` }} />
      </span>
    </div>
  );
}

/** Scores of some matchers go below 0; the bar does not. */
const share = (score: number): number => Math.min(1, Math.max(0, score));
