import type { Analysis } from './message';
import { IRISES, OUTLINES } from './mesh';
import type { Placing } from './place';

/** What of the face is drawn. */
export type Layer = 'box' | 'outlines' | 'points';

export interface FaceInk {
  readonly box: string;
  readonly line: string;
  readonly point: string;
  readonly iris: string;
}

/** Draws what the server found onto the picture. */
export function drawFace(
  brush: CanvasRenderingContext2D,
  { face, landmarks }: Analysis,
  to: Placing,
  layers: ReadonlySet<Layer>,
  ink: FaceInk,
): void {
  brush.lineJoin = 'round';
  brush.lineCap = 'round';
  brush.shadowColor = 'rgb(0 0 0 / 70%)'; // seen on a bright face, too
  if (landmarks) {
    if (layers.has('points')) dots(brush, landmarks, to, ink.point);
    if (layers.has('outlines')) {
      brush.shadowBlur = 3;
      brush.lineWidth = 1.5;
      brush.strokeStyle = ink.line;
      for (const line of OUTLINES) polyline(brush, landmarks, line, to);
      brush.strokeStyle = ink.iris;
      for (const iris of IRISES) circle(brush, landmarks, iris, to);
    }
  }
  if (face && layers.has('box')) box(brush, face, to, ink.box);
}

function at(landmarks: readonly number[], number: number, to: Placing): readonly [number, number] | null {
  const x = landmarks[2 * number];
  const y = landmarks[2 * number + 1];
  return x === undefined || y === undefined ? null : [to.x(x), to.y(y)];
}

function dots(
  brush: CanvasRenderingContext2D,
  landmarks: readonly number[],
  to: Placing,
  colour: string,
): void {
  const side = Math.max(1.5, Math.min(3, 1.6 * to.scale));
  brush.shadowBlur = 0; // of 478 points it would cost more than it shows
  brush.fillStyle = colour;
  for (let number = 0; 2 * number + 1 < landmarks.length; number += 1) {
    const point = at(landmarks, number, to);
    if (point) brush.fillRect(point[0] - side / 2, point[1] - side / 2, side, side);
  }
}

function polyline(
  brush: CanvasRenderingContext2D,
  landmarks: readonly number[],
  line: readonly number[],
  to: Placing,
): void {
  brush.beginPath();
  for (const number of line) {
    const point = at(landmarks, number, to);
    if (point) brush.lineTo(point[0], point[1]);
  }
  brush.stroke();
}

/** An iris is as wide as its outer points are apart from its centre. */
function circle(
  brush: CanvasRenderingContext2D,
  landmarks: readonly number[],
  [middle = 0, ...around]: readonly number[],
  to: Placing,
): void {
  const centre = at(landmarks, middle, to);
  const rim = around.map((number) => at(landmarks, number, to)).filter((point) => point !== null);
  if (!centre || rim.length === 0) return;
  const far = rim.reduce((sum, [x, y]) => sum + Math.hypot(x - centre[0], y - centre[1]), 0) / rim.length;
  brush.beginPath();
  brush.arc(centre[0], centre[1], far, 0, 2 * Math.PI);
  brush.stroke();
}

/** The four corners of the box: a whole frame would hide the edge of the face. */
function box(
  brush: CanvasRenderingContext2D,
  [x, y, width, height]: readonly [number, number, number, number],
  to: Placing,
  colour: string,
): void {
  const [x0, x1] = [to.x(x), to.x(x + width)].sort((a, b) => a - b) as [number, number];
  const [y0, y1] = [to.y(y), to.y(y + height)];
  const arm = Math.min(x1 - x0, y1 - y0) / 6;
  brush.strokeStyle = colour;
  brush.lineWidth = 3;
  for (const [cx, cy, dx, dy] of [
    [x0, y0, arm, arm],
    [x1, y0, -arm, arm],
    [x1, y1, -arm, -arm],
    [x0, y1, arm, -arm],
  ] as const) {
    brush.beginPath();
    brush.moveTo(cx + dx, cy);
    brush.lineTo(cx, cy);
    brush.lineTo(cx, cy + dy);
    brush.stroke();
  }
}
