/** How much of a frame is kept. */
export interface Grain {
  /** Pixels. */
  readonly longestSide: number;
  /** 0 to 1, as `HTMLCanvasElement.toBlob` takes it. */
  readonly quality: number;
}

/** For frames that are sent many times a second. */
export const STREAMED: Grain = { longestSide: 640, quality: 0.85 };

/** For a picture that is looked at once. */
export const STILL: Grain = { longestSide: 1280, quality: 0.92 };

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size scaled down, never up, so that its longer side is at most `longest` pixels. */
export function fitWithin({ width, height }: Size, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** Makes a JPEG of what a video shows now: unmirrored, as the camera saw it. */
export class FrameGrabber {
  readonly #canvas: HTMLCanvasElement;
  readonly #video: HTMLVideoElement;
  readonly #grain: Grain;

  constructor(video: HTMLVideoElement, canvas = document.createElement('canvas'), grain = STREAMED) {
    this.#video = video;
    this.#canvas = canvas;
    this.#grain = grain;
  }

  /**
   * Null while the video has no picture, or the browser makes no JPEG of it.
   *
   * `longest` is the longest side that is taken where it goes, in pixels: it counts where it is less than the grain's.
   */
  async grab(longest = Infinity): Promise<Blob | null> {
    const video = this.#video;
    if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) return null;
    const { longestSide, quality } = this.#grain;
    const size = { width: video.videoWidth, height: video.videoHeight };
    const { width, height } = fitWithin(size, Math.min(longestSide, longest));
    const canvas = this.#canvas;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const brush = canvas.getContext('2d', { alpha: false });
    if (!brush) return null;
    brush.drawImage(video, 0, 0, width, height);
    return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
  }
}
