import { texts } from '../../../texts';
import { useCountdown } from '../../../features/problem/use-countdown';
import { Icon } from '../../ui/Icon';
import { TROUBLES } from './troubles';
import type { TryoutView } from './tryout';

interface Props {
  readonly view: TryoutView;
  readonly onStart: () => void;
  readonly onRetry: () => void;
}

/** What lies over the stage: the way in, what went wrong, or that it stands still. */
export function Notices({ view, onStart, onRetry }: Props) {
  const { phase, connection, paused, frozen } = view;
  if (phase !== 'on') return <Welcome view={view} onStart={onStart} />;
  if (connection.cause !== null && connection.state !== 'open') return <Away view={view} onRetry={onRetry} />;
  const word = frozen
    ? 'Frozen'
    : paused
      ? 'Paused: nothing is sent'
      : connection.state === 'open'
        ? ''
        : 'Connecting…';
  return (
    <p className="f-word" role="status">
      {word && <span>{word}</span>}
    </p>
  );
}

function Welcome({ view: { phase, cameraProblem, connection }, onStart }: Omit<Props, 'onRetry'>) {
  const trouble = connection.cause
    ? TROUBLES[connection.cause]
    : cameraProblem
      ? texts.problems[cameraProblem]
      : null;
  return (
    <div className="f-welcome">
      <span className={trouble ? 'c-blank-sign tone-bad' : 'c-blank-sign tone-quiet'}>
        <Icon name={trouble ? 'bad' : 'camera'} size={28} />
      </span>
      <div role={trouble ? 'alert' : undefined} data-testid="try-welcome">
        <p className="c-blank-title">{trouble ? trouble.title : 'See what the server sees'}</p>
        <p className="c-blank-line">
          {trouble ? trouble.advice : 'Pictures go to this server, are measured, and are not kept.'}
        </p>
      </div>
      <button
        type="button"
        className="button primary"
        data-testid="try-start"
        disabled={phase === 'starting'}
        onClick={onStart}
      >
        <Icon name="camera" />
        {phase === 'starting' ? 'Starting the camera…' : trouble ? 'Try again' : 'Start the camera'}
      </button>
    </div>
  );
}

function Away({ view: { connection }, onRetry }: Omit<Props, 'onStart'>) {
  const left = useCountdown(connection.retryAt);
  const { title, advice } = TROUBLES[connection.cause ?? 'dropped'];
  return (
    <div className="f-away" role="alert" data-testid="try-away">
      <p className="c-blank-title">{title}</p>
      <p>{advice}</p>
      <button
        type="button"
        className="button small"
        disabled={connection.state === 'connecting'}
        onClick={onRetry}
      >
        <Icon name="redo" size={18} />
        {connection.state === 'connecting'
          ? 'Trying…'
          : left
            ? `Try now (by itself in ${left} s)`
            : 'Try now'}
      </button>
    </div>
  );
}
