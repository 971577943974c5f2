import { CameraError, nameCameraProblem, nameOf } from './problems';

/** The part of `navigator.mediaDevices` that opening needs. */
export type MediaSource = Pick<MediaDevices, 'getUserMedia'>;

/** Which way a camera looks: at the person who holds the device, or away from them. */
export type Facing = 'user' | 'environment';

/** 4:3 shows more of a face in the same number of pixels than 16:9; a camera that has none gives what it has. */
const SIZE = { width: { ideal: 1280 }, height: { ideal: 960 }, frameRate: { ideal: 30 } } as const;

/** What a camera that no longer exists, or never did on this machine, throws under `exact`. */
const STALE = new Set(['OverconstrainedError', 'NotFoundError', 'DevicesNotFoundError']);

/**
 * Opens the camera with this id, or where `deviceId` is null or stale one that looks that way, if there is any.
 *
 * Throws `CameraError` and nothing else. `media` is undefined where the browser hides cameras, as it does on pages
 * that are not in a secure context.
 */
export async function openCamera(
  media: MediaSource | undefined,
  secure: boolean,
  deviceId: string | null,
  facing: Facing = 'user',
): Promise<MediaStream> {
  if (!secure) throw new CameraError('camera_insecure');
  if (!media) throw new CameraError('camera_unsupported');
  try {
    return await ask(media, deviceId, facing);
  } catch (thrown) {
    throw new CameraError(nameCameraProblem(thrown), thrown);
  }
}

async function ask(media: MediaSource, deviceId: string | null, facing: Facing): Promise<MediaStream> {
  const byDefault = () => media.getUserMedia({ audio: false, video: { ...SIZE, facingMode: facing } });
  if (deviceId === null) return byDefault();
  try {
    return await media.getUserMedia({ audio: false, video: { ...SIZE, deviceId: { exact: deviceId } } });
  } catch (thrown) {
    if (STALE.has(nameOf(thrown) ?? '')) return byDefault();
    throw thrown;
  }
}

/** Turns the camera, and with it its light, off. */
export function closeCamera(stream: MediaStream): void {
  for (const track of stream.getTracks()) {
    track.onended = null;
    track.onmute = null;
    track.onunmute = null;
    track.stop();
  }
}

/** Whether a camera went away: where that is before anybody listens, no event tells of it. */
export const isGone = (stream: MediaStream): boolean =>
  stream.getTracks().some(({ readyState }) => readyState === 'ended');

export interface CameraFacts {
  readonly deviceId: string | null;
  /** A camera that looks away from the person is shown as it is; every other picture is mirrored. */
  readonly mirrored: boolean;
}

export function cameraFacts(stream: MediaStream): CameraFacts {
  const settings = stream.getVideoTracks()[0]?.getSettings();
  return { deviceId: settings?.deviceId ?? null, mirrored: settings?.facingMode !== 'environment' };
}
