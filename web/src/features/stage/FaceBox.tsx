import type { ResultMessage } from '../../socket/messages';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import { toneOf } from '../shared/tone';
import { placeBox } from './place-box';
import type { Size } from './place-box';

/** Below this distance from the stage's upper edge the label has no room above the box and goes inside. */
const LABEL_ROOM = 40;

interface Props {
  readonly result: ResultMessage;
  readonly stage: Size;
  readonly mirrored: boolean;
}

/** The box around the face and its label. The verdict is told elsewhere in words, so readers skip this one. */
export function FaceBox({ result, stage, mirrored }: Props) {
  const place = result.bbox && placeBox(result.bbox, result, stage, mirrored);
  if (!place) return null;
  const tone = toneOf(result.verdict);
  const { left, top, width, height } = place;
  return (
    <div
      className={`face-box tone-${tone}`}
      style={{ transform: `translate(${left}px, ${top}px)`, width, height }}
      aria-hidden="true"
    >
      {labelled(result) && (
        <span className={top < LABEL_ROOM ? 'face-label inside' : 'face-label'}>
          <Icon name={tone} size={16} />
          {texts.verdicts[result.verdict].word}
          {result.verdict !== 'NO_RESPONSE' && <b>{texts.percent(result.confidence)}</b>}
        </span>
      )}
    </div>
  );
}

/** While movements are asked for, a label that only says "Looking…" would be one thing more to read. */
const labelled = ({ verdict, active_check: { enabled } }: ResultMessage): boolean =>
  verdict !== 'NO_RESPONSE' || !enabled;
