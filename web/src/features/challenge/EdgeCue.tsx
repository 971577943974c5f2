import { pointing } from '@web/view/pointing';
import type { ActPrompt } from '../../socket/messages';

const CHEVRONS = 'M25 11 8 28l17 17M46 11 29 28l17 17';
const BEND = 'M46 14C34 4 14 10 9 30M3 20l6 11 11-5';

/** Arrows at the edge of the picture, to be seen without looking away from the camera. */
export function EdgeCue({ prompt, mirrored }: { readonly prompt: ActPrompt; readonly mirrored: boolean }) {
  const side = pointing(prompt.act, mirrored);
  if (!side) return null;
  return (
    <div className={`edge-cue ${side}`} aria-hidden="true" data-testid="edge-cue" data-side={side}>
      <svg viewBox="0 0 56 56" focusable="false">
        <path d={prompt.act.startsWith('tilt') ? BEND : CHEVRONS} />
      </svg>
    </div>
  );
}
