import { useRef, useState } from 'react';
import type { ReactNode } from 'react';
import type { Snapshot } from '../session/snapshot';
import { toneOf } from '../shared/tone';
import { FaceBox } from './FaceBox';
import { Picture } from './Picture';
import { useSize } from './use-size';

const USUAL_SHAPE = 4 / 3;

interface Props {
  readonly snapshot: Snapshot;
  /** The active check is on: room is made for its prompts. */
  readonly checking: boolean;
  readonly takeFramesFrom: (grab: () => Promise<Blob | null>) => void;
  /** What lies over the picture. */
  readonly children: ReactNode;
}

/** The picture with the box over it, in the shape of the camera. */
export function Stage({ snapshot, checking, takeFramesFrom, children }: Props) {
  const element = useRef<HTMLElement>(null);
  const size = useSize(element);
  const [shape, setShape] = useState(USUAL_SHAPE);
  const { stream, mirrored, result } = snapshot;
  return (
    <section
      ref={element}
      className={`stage tone-${toneOf(result?.verdict ?? null)}`}
      data-live={stream !== null}
      data-check={checking}
      style={{ '--shape': stream ? shape : USUAL_SHAPE }}
    >
      {stream && (
        <Picture
          key={stream.id}
          stream={stream}
          mirrored={mirrored}
          takeFramesFrom={takeFramesFrom}
          onShape={setShape}
        />
      )}
      {result && <FaceBox result={result} stage={size} mirrored={mirrored} />}
      {children}
    </section>
  );
}
