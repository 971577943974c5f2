/** Draws signals against time on a canvas: the newest at the right edge, moving left. */
import type { History } from './history';

export interface Stroke {
  readonly channel: number;
  readonly colour: string;
  /** As `setLineDash` takes it: lines differ in more than their colour. */
  readonly dash: readonly number[];
}

export interface StripInk {
  readonly grid: string;
  readonly mark: string;
  readonly ink: string;
  readonly font: string;
}

export interface StripView {
  readonly width: number;
  readonly height: number;
  /** Milliseconds on the clock of the history: what lies at the left and the right edge. */
  readonly from: number;
  readonly to: number;
  readonly range: readonly [number, number];
  /** A value that a line is drawn across at; null for none. */
  readonly threshold: number | null;
  /** A moment that is looked at; null for none. */
  readonly cursor: number | null;
  /** Whether the ends of the scale are written at the left edge. */
  readonly labelled: boolean;
}

/** Longer than this without an answer is a gap, not a line. */
export const GAP_MS = 800;

const INSET = 5;

/** Lowest and highest value of some channels since a moment, with room around them; null where there is none. */
export function rangeOf(
  history: History,
  channels: readonly number[],
  from: number,
): readonly [number, number] | null {
  let low = Infinity;
  let high = -Infinity;
  for (let at = history.since(from); at < history.size; at += 1) {
    for (const channel of channels) {
      const value = history.value(at, channel);
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  if (low > high) return null;
  const room = Math.max((high - low) * 0.1, Math.abs(high) * 0.02, 1e-6);
  return [low < 0 ? low - room : Math.max(0, low - room), high + room];
}

export function drawStrip(
  brush: CanvasRenderingContext2D,
  history: History,
  strokes: readonly Stroke[],
  view: StripView,
  ink: StripInk,
): void {
  const { width, height, from, to, range } = view;
  const [low, high] = range;
  const x = (time: number) => ((time - from) / (to - from)) * width;
  const y = (value: number) => {
    const share = (Math.min(Math.max(value, low), high) - low) / (high - low || 1);
    return height - INSET - share * (height - 2 * INSET);
  };
  brush.clearRect(0, 0, width, height);
  grid(brush, view, y, ink);
  brush.lineJoin = 'round';
  brush.lineWidth = 2;
  for (const stroke of strokes) line(brush, history, stroke, from, x, y);
  brush.setLineDash([]);
  if (view.cursor !== null) cursor(brush, history, strokes, view, x, y, ink);
}

function grid(
  brush: CanvasRenderingContext2D,
  { width, height, range: [low, high], threshold, labelled }: StripView,
  y: (value: number) => number,
  { grid: colour, mark, ink, font }: StripInk,
): void {
  const across = (value: number, stroke: string, dash: number[]) => {
    brush.strokeStyle = stroke;
    brush.setLineDash(dash);
    brush.beginPath();
    brush.moveTo(0, Math.round(y(value)) + 0.5);
    brush.lineTo(width, Math.round(y(value)) + 0.5);
    brush.stroke();
  };
  brush.lineWidth = 1;
  across(low, colour, []);
  across(high, colour, []);
  if (low < 0 && high > 0) across(0, colour, []);
  if (threshold !== null) across(threshold, mark, [5, 4]);
  brush.setLineDash([]);
  if (!labelled) return;
  brush.fillStyle = ink;
  brush.font = font;
  brush.textBaseline = 'top';
  brush.fillText(label(high), 2, INSET + 2);
  brush.textBaseline = 'bottom';
  brush.fillText(label(low), 2, height - INSET - 2);
}

const label = (value: number): string =>
  (Math.abs(value) >= 10 || Number.isInteger(value) ? value.toFixed(0) : value.toPrecision(2)).replace(
    '-',
    '−',
  );

function line(
  brush: CanvasRenderingContext2D,
  history: History,
  { channel, colour, dash }: Stroke,
  from: number,
  x: (time: number) => number,
  y: (value: number) => number,
): void {
  brush.strokeStyle = colour;
  brush.setLineDash([...dash]);
  brush.beginPath();
  let before = NaN;
  for (let at = Math.max(0, history.since(from) - 1); at < history.size; at += 1) {
    const [time, value] = [history.time(at), history.value(at, channel)];
    if (Number.isNaN(value)) {
      before = NaN;
      continue;
    }
    if (time - before <= GAP_MS) brush.lineTo(x(time), y(value));
    else brush.moveTo(x(time), y(value));
    before = time;
  }
  brush.stroke();
}

function cursor(
  brush: CanvasRenderingContext2D,
  history: History,
  strokes: readonly Stroke[],
  { height, cursor: time }: StripView,
  x: (time: number) => number,
  y: (value: number) => number,
  { ink }: StripInk,
): void {
  const at = history.nearest(time ?? 0);
  if (at < 0) return;
  const place = x(history.time(at));
  brush.strokeStyle = ink;
  brush.lineWidth = 1;
  brush.beginPath();
  brush.moveTo(place, 0);
  brush.lineTo(place, height);
  brush.stroke();
  for (const { channel, colour } of strokes) {
    const value = history.value(at, channel);
    if (Number.isNaN(value)) continue;
    brush.fillStyle = colour;
    brush.beginPath();
    brush.arc(place, y(value), 3.5, 0, 2 * Math.PI);
    brush.fill();
  }
}
