/** How light the picture is, measured in the browser many times a second, long before the server has said so. */
export type Light = 'dark' | 'good' | 'bright';

/** A canvas of so many pixels a side holds the middle of the picture: enough for a mean, and soon read back. */
export const LIGHT_SIDE = 16;

/** The share of the picture's shorter side that is looked at: where the face is to be. */
const MIDDLE = 0.6;

/**
 * Luma, 0..255, below and above which it is said, about where the server says it of the face (30 and 215): dark skin in
 * good light is not darkness. Going back takes more, so that nothing flickers on the edge.
 */
const DARK = { enter: 35, leave: 45 } as const;
const BRIGHT = { enter: 215, leave: 203 } as const;

/** Mean luma, 0..255, of RGBA pixels as a canvas gives them (weights of ITU-R BT.709); null of none. */
export function lumaOf(pixels: ArrayLike<number>): number | null {
  const count = Math.floor(pixels.length / 4);
  if (count === 0) return null;
  let sum = 0;
  for (let at = 0; at < count * 4; at += 4) {
    sum += 0.2126 * (pixels[at] ?? 0) + 0.7152 * (pixels[at + 1] ?? 0) + 0.0722 * (pixels[at + 2] ?? 0);
  }
  return sum / count;
}

/** What to call it, given what it was called before. */
export function lightOf(luma: number, before: Light | null): Light {
  if (luma < (before === 'dark' ? DARK.leave : DARK.enter)) return 'dark';
  if (luma > (before === 'bright' ? BRIGHT.leave : BRIGHT.enter)) return 'bright';
  return 'good';
}

/** The square in the middle of a picture, in its pixels: x, y and side. */
export function middleOf({ width, height }: { width: number; height: number }): [number, number, number] {
  const side = Math.round(Math.min(width, height) * MIDDLE);
  return [Math.round((width - side) / 2), Math.round((height - side) / 2), side];
}
