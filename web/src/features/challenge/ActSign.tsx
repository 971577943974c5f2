import type { Act } from '../../socket/messages';
import { DRAWINGS } from '@web/view/drawings';
import type { Side } from '@web/view/pointing';

interface Props {
  readonly act: Act | 'rest';
  /** Where on the screen it goes. */
  readonly side: Side | null;
}

/** A face that does the movement, and an arrow that shows which way. The words beside it say the same. */
export function ActSign({ act, side }: Props) {
  const { face, arrow, lean = 0 } = DRAWINGS[act];
  return (
    <svg
      className={side ? `act-sign towards-${side}` : 'act-sign'}
      viewBox="0 0 64 64"
      aria-hidden="true"
      focusable="false"
      data-testid="act-sign"
      data-side={side ?? ''}
    >
      <g transform={side === 'right' ? 'matrix(-1 0 0 1 64 0)' : undefined}>
        <path
          className="act-face"
          d={face}
          transform={lean ? `rotate(${lean} 32 40) translate(0 4)` : undefined}
        />
        {arrow && <path className="act-arrow" d={arrow} />}
      </g>
    </svg>
  );
}
