import { useEffect, useRef, useState } from 'react';
import type { ReactNode } from 'react';
import { Picture } from '../../../features/stage/Picture';
import { brushFor } from './brush';
import { drawFace } from './draw-face';
import type { FaceInk, Layer } from './draw-face';
import { useEveryFrame } from './frames';
import { placing } from './place';
import type { Still, Tryout, TryoutView } from './tryout';

interface Props {
  readonly tryout: Tryout;
  readonly view: TryoutView;
  readonly layers: ReadonlySet<Layer>;
  /** What lies over the picture. */
  readonly children: ReactNode;
}

const USUAL_SHAPE = 4 / 3;

/** Bright on any picture, in either theme. */
const INK: FaceInk = { box: '#ffffff', line: '#7df0c1', point: 'rgb(125 240 193 / 55%)', iris: '#ffd166' };

/** The camera's picture with what the server saw in it drawn over it; a still one while all is frozen. */
export function Stage({ tryout, view, layers, children }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [shape, setShape] = useState(USUAL_SHAPE);
  const { stream, mirrored, frozen } = view;

  useEveryFrame((now) => {
    const element = canvas.current;
    const brush = element && brushFor(element);
    if (!brush) return;
    const stage = { width: element.clientWidth, height: element.clientHeight };
    brush.clearRect(0, 0, stage.width, stage.height);
    const seen = tryout.shown(now);
    const to = seen && placing(seen, stage, mirrored);
    if (seen && to) drawFace(brush, seen, to, layers, INK);
  });

  return (
    <div
      className="f-stage"
      data-live={stream !== null}
      style={{ aspectRatio: String(stream ? shape : USUAL_SHAPE) }}
    >
      {stream && (
        <Picture
          key={stream.id}
          stream={stream}
          mirrored={mirrored}
          takeFramesFrom={tryout.takeFramesFrom}
          onShape={setShape}
        />
      )}
      {frozen && <Frozen still={frozen} mirrored={mirrored} />}
      {stream && <canvas ref={canvas} className="f-overlay" aria-hidden="true" />}
      {children}
    </div>
  );
}

/** The very picture that was judged, so that what is drawn lies where it was seen. */
function Frozen({ still: { picture }, mirrored }: { readonly still: Still; readonly mirrored: boolean }) {
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    const url = URL.createObjectURL(picture);
    if (image.current) image.current.src = url;
    return () => URL.revokeObjectURL(url);
  }, [picture]);
  return (
    <img
      ref={image}
      className={mirrored ? 'f-frozen mirrored' : 'f-frozen'}
      alt="The picture that stands still"
    />
  );
}
