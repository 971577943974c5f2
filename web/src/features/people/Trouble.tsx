import type { Problem } from '../../socket/api';
import { Icon } from '../shared/Icon';
import { Reasons } from './Reasons';
import { reasonsOf, wordsFor } from './problem-words';

/** What went wrong, and what can be done about it. */
export function Trouble({ problem }: { readonly problem: Problem }) {
  const { title, advice } = wordsFor(problem);
  const reasons = reasonsOf(problem);
  return (
    <div className="trouble tone-unsure" role="alert" data-testid="trouble" data-code={problem.code}>
      <Icon name="bad" />
      <div>
        <p className="card-title">{title}</p>
        <p className="card-line">{advice}</p>
        <Reasons reasons={reasons} />
      </div>
    </div>
  );
}
