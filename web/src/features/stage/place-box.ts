import type { Bbox } from '../../socket/messages';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Place extends Size {
  readonly left: number;
  readonly top: number;
}

/**
 * Where a box in frame pixels lies on a stage that the frame fills (`object-fit: cover`), mirrored or not.
 *
 * Null where the frame or the stage has no size yet. The box is cut at the stage's edges.
 */
export function placeBox(bbox: Bbox, frame: Size, stage: Size, mirrored: boolean): Place | null {
  if (frame.width <= 0 || frame.height <= 0 || stage.width <= 0 || stage.height <= 0) return null;
  const scale = Math.max(stage.width / frame.width, stage.height / frame.height);
  const [x, y, width, height] = bbox;
  const fromLeft = mirrored ? frame.width - x - width : x;
  const across = span(fromLeft, width, scale, frame.width, stage.width);
  const down = span(y, height, scale, frame.height, stage.height);
  return { left: across.from, width: across.length, top: down.from, height: down.length };
}

function span(start: number, length: number, scale: number, frame: number, stage: number) {
  const cropped = (frame * scale - stage) / 2;
  const within = (value: number) => Math.min(Math.max(value, 0), stage);
  const from = within(start * scale - cropped);
  return { from, length: within((start + length) * scale - cropped) - from };
}
