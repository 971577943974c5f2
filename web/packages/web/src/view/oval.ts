/** Where the oval stands, where the face is, and how well one fits the other: geometry, in pixels of the screen. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Area extends Size {
  readonly left: number;
  readonly top: number;
}

export interface Ellipse {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
}

/** A head is about this wide for its height. */
const SHAPE = 0.76;
/** Higher than this share of the picture, a face in the oval would be too near to be judged. */
const GREATEST_SHARE = 0.74;
/** Room around the oval for its ring and arrows. */
const MARGIN = 18;

/** A face box reaches from the brow to the chin; the head that the oval stands for is so much higher and wider. */
const HEAD_OVER_BOX = { height: 1.45, width: 1.3, rise: 0.1 } as const;

/** The greatest oval that fits into the free area of a picture, in its middle. */
export function ovalIn(free: Area, picture: Size): Ellipse {
  const height = Math.max(
    0,
    Math.min(free.height - 2 * MARGIN, (free.width - 2 * MARGIN) / SHAPE, picture.height * GREATEST_SHARE),
  );
  return {
    x: free.left + free.width / 2,
    y: free.top + free.height / 2,
    rx: (height * SHAPE) / 2,
    ry: height / 2,
  };
}

export type FaceBox = readonly [x: number, y: number, width: number, height: number];

/**
 * The head around a face box of the frame, as it is seen in a picture that the frame fills (`object-fit: cover`).
 *
 * Null where the frame or the picture has no size yet.
 */
export function headIn(
  [x, y, width, height]: FaceBox,
  frame: Size,
  picture: Size,
  mirrored: boolean,
): Ellipse | null {
  if (frame.width <= 0 || frame.height <= 0 || picture.width <= 0 || picture.height <= 0) return null;
  const scale = Math.max(picture.width / frame.width, picture.height / frame.height);
  const across = x + width / 2;
  const down = y + height / 2 - height * HEAD_OVER_BOX.rise;
  const fromMiddle = (mirrored ? -1 : 1) * (across - frame.width / 2);
  return {
    x: picture.width / 2 + fromMiddle * scale,
    y: picture.height / 2 + (down - frame.height / 2) * scale,
    rx: (width * HEAD_OVER_BOX.width * scale) / 2,
    ry: (height * HEAD_OVER_BOX.height * scale) / 2,
  };
}

/** How the head stands to the oval; drawn only, the server alone judges. */
export type Fit = 'in' | 'far' | 'near' | 'beside';

const FAR = 0.58;
const NEAR = 1.32;
const BESIDE = 0.55;

export function fitOf(head: Ellipse, oval: Ellipse): Fit {
  const size = oval.ry > 0 ? head.ry / oval.ry : 1;
  if (size < FAR) return 'far';
  if (size > NEAR) return 'near';
  const off = Math.hypot((head.x - oval.x) / (oval.rx || 1), (head.y - oval.y) / (oval.ry || 1));
  return off > BESIDE ? 'beside' : 'in';
}

/** A step of `ms` on the way from `from` to `to`, which takes about `tau` milliseconds and never overshoots. */
export function ease(from: number, to: number, ms: number, tau: number): number {
  return tau <= 0 ? to : to + (from - to) * Math.exp(-Math.max(0, ms) / tau);
}

export function easeEllipse(from: Ellipse | null, to: Ellipse, ms: number, tau: number): Ellipse {
  if (!from) return to;
  return {
    x: ease(from.x, to.x, ms, tau),
    y: ease(from.y, to.y, ms, tau),
    rx: ease(from.rx, to.rx, ms, tau),
    ry: ease(from.ry, to.ry, ms, tau),
  };
}

export const scaled = ({ x, y, rx, ry }: Ellipse, by: number): Ellipse => ({
  x,
  y,
  rx: rx * by,
  ry: ry * by,
});

export const grown = ({ x, y, rx, ry }: Ellipse, by: number): Ellipse => ({
  x,
  y,
  rx: Math.max(0, rx + by),
  ry: Math.max(0, ry + by),
});
