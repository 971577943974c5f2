import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import type { Problem } from './problem-of';
import { useCountdown } from './use-countdown';

interface Props {
  readonly problem: Problem;
  readonly retryAt: number | null;
  readonly onRestart: () => void;
  readonly onRetry: () => void;
}

/** What went wrong, in plain words, and what can be done about it. */
export function ProblemPanel({ problem, retryAt, onRestart, onRetry }: Props) {
  const { code, title, advice, icon, remedy } = problem;
  return (
    <div className={`problem remedy-${remedy}`} data-testid="problem" data-problem={code}>
      <span className="badge">
        <Icon name={icon} size={24} />
      </span>
      <div className="problem-words" role="alert">
        <h2>{title}</h2>
        <p>{advice}</p>
      </div>
      {remedy === 'restart' && (
        <button type="button" className="button primary" data-testid="start" onClick={onRestart}>
          <Icon name="redo" />
          {texts.tryAgain}
        </button>
      )}
      {remedy === 'wait' && <Wait retryAt={retryAt} onRetry={onRetry} />}
    </div>
  );
}

/** Kept out of the alert: nobody wants every second read out. */
function Wait({ retryAt, onRetry }: Pick<Props, 'retryAt' | 'onRetry'>) {
  const seconds = useCountdown(retryAt);
  return (
    <div className="problem-wait">
      <span className="number">
        {seconds === null || seconds === 0 ? texts.trySoon : texts.tryIn(seconds)}
      </span>
      <button type="button" className="button small" disabled={retryAt === null} onClick={onRetry}>
        {texts.tryNow}
      </button>
    </div>
  );
}
