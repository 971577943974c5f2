/** Where something in the frame lies on the stage. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Takes a point of the frame, in its pixels, to one of the stage. */
export interface Placing {
  readonly x: (x: number) => number;
  readonly y: (y: number) => number;
  /** Pixels of the stage for one of the frame. */
  readonly scale: number;
}

/** As `object-fit: contain` lays a picture on a stage, mirrored or not; null while one of them has no size. */
export function placing(frame: Size, stage: Size, mirrored: boolean): Placing | null {
  if (frame.width <= 0 || frame.height <= 0 || stage.width <= 0 || stage.height <= 0) return null;
  const scale = Math.min(stage.width / frame.width, stage.height / frame.height);
  const left = (stage.width - frame.width * scale) / 2;
  const top = (stage.height - frame.height * scale) / 2;
  return {
    x: (x) => left + (mirrored ? frame.width - x : x) * scale,
    y: (y) => top + y * scale,
    scale,
  };
}
