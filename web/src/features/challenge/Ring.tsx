import type { ReactNode } from 'react';
import { texts } from '../../texts';

interface Props {
  /** 0..1; null where nothing is measured. */
  readonly value: number | null;
  /** The movement is done. */
  readonly full: boolean;
  /** Slow breathing of the ring: the page waits for the person to rest. */
  readonly waiting: boolean;
  readonly children: ReactNode;
}

/** The sign of what to do, and around it how far the movement has come. */
export function Ring({ value, full, waiting, children }: Props) {
  const filled = full ? 1 : (value ?? 0);
  const measured =
    value === null
      ? { 'aria-hidden': true }
      : {
          role: 'progressbar',
          'aria-label': texts.challenge.actProgress,
          'aria-valuemin': 0,
          'aria-valuemax': 100,
          'aria-valuenow': Math.round(value * 100),
        };
  return (
    <div className={waiting ? 'ring waiting' : 'ring'} data-testid="ring" {...measured}>
      <svg className="ring-line" viewBox="0 0 100 100" aria-hidden="true" focusable="false">
        <circle className="ring-track" cx="50" cy="50" r="46" />
        <circle
          className="ring-value"
          cx="50"
          cy="50"
          r="46"
          pathLength="100"
          strokeDasharray={`${filled * 100} 100`}
          style={{ opacity: filled > 0 ? 1 : 0 }}
        />
      </svg>
      {children}
    </div>
  );
}
