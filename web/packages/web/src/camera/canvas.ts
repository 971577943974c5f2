/** Whether a canvas gives back what was drawn: some browsers give noise instead, so that nobody is known again by it. */

/** Far from white, black, grey and from whatever repeats itself in each channel. */
const COLOUR = [16, 200, 96, 255] as const;
const SIDE = 8;
/** Mean difference of a channel, 0..255: a protection that changes a few last bits harms no picture; noise has 85. */
const MOST = 24;

/** True where there is nothing to draw with, too: then nothing is known of it. */
export function drawsTruly(canvas = document.createElement('canvas')): boolean {
  canvas.width = SIDE;
  canvas.height = SIDE;
  const brush = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (!brush) return true;
  brush.fillStyle = `rgb(${COLOUR.slice(0, 3).join(', ')})`;
  brush.fillRect(0, 0, SIDE, SIDE);
  const { data } = brush.getImageData(0, 0, SIDE, SIDE);
  const off = data.reduce((sum, value, at) => sum + Math.abs(value - (COLOUR[at % 4] ?? 0)), 0);
  return off / data.length <= MOST;
}
