import type { ActiveCheck } from '../../socket/messages';
import { texts } from '../../texts';

/** One dot a step: done, asked now, or still unknown. */
export function Dots({ check: { done, of, prompt, state } }: { readonly check: ActiveCheck }) {
  if (of === 0) return null;
  const now = state === 'act_due' && prompt ? prompt.number - 1 : -1;
  const mark = (index: number) => (index < done.length ? 'done' : index === now ? 'now' : 'later');
  return (
    <span className="dots" data-testid="dots">
      <span className="dot-row" aria-hidden="true">
        {Array.from({ length: of }, (_, index) => (
          <span key={index} className={`step-dot ${mark(index)}`} />
        ))}
      </span>
      {now >= 0 ? texts.challenge.stepOf(now + 1, of) : texts.challenge.doneOf(Math.min(done.length, of), of)}
    </span>
  );
}
