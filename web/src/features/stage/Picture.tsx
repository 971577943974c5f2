import { useEffect, useRef, useState } from 'react';
import { FrameGrabber, STREAMED } from '@web/camera/grab';
import type { Grain } from '@web/camera/grab';
import { texts } from '../../texts';

interface Props {
  readonly stream: MediaStream;
  readonly mirrored: boolean;
  readonly grain?: Grain;
  readonly takeFramesFrom: (grab: () => Promise<Blob | null>) => void;
  /** Width over height, as soon as the camera says. */
  readonly onShape?: (ratio: number) => void;
}

/** The camera's own picture. */
export function Picture({ stream, mirrored, grain = STREAMED, takeFramesFrom, onShape }: Props) {
  const element = useRef<HTMLVideoElement>(null);
  const [shown, setShown] = useState(false);

  useEffect(() => {
    const video = element.current;
    if (!video) return undefined;
    const grabber = new FrameGrabber(video, document.createElement('canvas'), grain);
    video.srcObject = stream;
    takeFramesFrom(() => grabber.grab());
    return () => {
      video.srcObject = null;
      takeFramesFrom(() => Promise.resolve(null));
    };
  }, [stream, grain, takeFramesFrom]);

  return (
    <video
      ref={element}
      className={`picture ${mirrored ? 'mirrored' : ''} ${shown ? 'shown' : ''}`}
      aria-label={texts.stageLabel}
      autoPlay
      muted
      playsInline
      onPlaying={() => setShown(true)}
      onResize={({ currentTarget: { videoWidth, videoHeight } }) => {
        if (videoWidth > 0 && videoHeight > 0) onShape?.(videoWidth / videoHeight);
      }}
    />
  );
}
