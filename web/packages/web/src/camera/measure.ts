/** How large and how frequent a camera's pictures are, looked at for a moment. */
import type { Timers } from '../timers';
import type { Size } from './grab';

export interface Measured extends Size {
  readonly framesPerSecond: number;
}

/** Long enough for cameras that begin with some dark pictures. */
export const MEASURED_MS = 1000;
const FIRST_PICTURE_MS = 5000;

/** The part of a video element that is used. */
export interface Viewer extends Pick<
  HTMLVideoElement,
  'muted' | 'playsInline' | 'srcObject' | 'videoWidth' | 'videoHeight' | 'currentTime' | 'play'
> {
  /** Not in Firefox before 132, and the counters of pictures stand still there for cameras. */
  requestVideoFrameCallback?(callback: () => void): number;
}

/** Null where no picture comes. Never rejects; the camera stays on. */
export async function measurePicture(
  stream: MediaStream,
  timers: Timers,
  video: Viewer = document.createElement('video'),
): Promise<Measured | null> {
  const wait = (ms: number) => new Promise<void>((done) => timers.set(done, ms));
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  try {
    // In some browsers it never settles where no picture comes.
    const plays = await Promise.race([video.play().then(() => true), wait(FIRST_PICTURE_MS)]);
    if (!plays) return null;
    const [from, time, frames] = [timers.now(), video.currentTime, countFrames(video)];
    await wait(MEASURED_MS);
    const framesPerSecond = frames
      ? (frames() * 1000) / (timers.now() - from)
      : video.currentTime > time
        ? claimedRate(stream)
        : 0;
    if (video.videoWidth === 0 || framesPerSecond <= 0) return null;
    return { width: video.videoWidth, height: video.videoHeight, framesPerSecond };
  } catch {
    return null;
  } finally {
    video.srcObject = null;
  }
}

/** How many there were since; null where the browser does not tell of each. */
function countFrames(video: Viewer): (() => number) | null {
  if (!video.requestVideoFrameCallback) return null;
  let count = 0;
  const again = () => {
    count += 1;
    video.requestVideoFrameCallback?.(again);
  };
  video.requestVideoFrameCallback(again);
  return () => count;
}

const claimedRate = (stream: MediaStream): number => stream.getVideoTracks()[0]?.getSettings().frameRate ?? 0;
