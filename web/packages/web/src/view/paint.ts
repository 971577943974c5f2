/** Draws what lies over the picture: the oval, the ring of an act, the outline of the head, the arrows. */
import type { Act } from '../api/stream';
import { grown, type Ellipse, type Size } from './oval';
import type { Side } from './pointing';
import type { Tone } from './prompt';

/** The part of a canvas' context that is drawn with. */
export type Brush = CanvasRenderingContext2D;

export interface Paints {
  /** Over everything that is not in the oval. */
  readonly veil: string;
  readonly line: string;
  readonly good: string;
  readonly unsure: string;
}

/** All that one drawing shows. */
export interface Look {
  readonly oval: Ellipse;
  readonly tone: Tone;
  readonly head: Ellipse | null;
  /** How plainly the outline of the head is drawn, 0..1. */
  readonly outline: number;
  readonly act: Act | null;
  readonly side: Side | null;
  /** How far the act is, 0..1. */
  readonly filled: number;
  /** Where the arrows are in their slow nudge, 0..1. */
  readonly nudge: number;
  /** Something is waited for: where the turning arc begins, in radians; null where nothing is. */
  readonly turning: number | null;
}

const RING = 8;
const TAU = 2 * Math.PI;

/** Where a ring begins to fill: at the side to which the act goes, else at the top. */
const BEGINNING: Readonly<Record<Side, number>> = { right: 0, down: TAU / 4, left: TAU / 2, up: -TAU / 4 };

const SIDES: readonly Side[] = ['left', 'right', 'up', 'down'];

export function paint(brush: Brush, size: Size, paints: Paints, look: Look): void {
  brush.clearRect(0, 0, size.width, size.height);
  if (look.oval.ry <= 0) return;
  veil(brush, size, paints, look.oval);
  brush.lineCap = 'round';
  brush.lineJoin = 'round';
  outline(brush, paints, look);
  if (look.act === null) edge(brush, paints, look);
  else ring(brush, paints, look, look.act);
}

function trace(brush: Brush, { x, y, rx, ry }: Ellipse, from = 0, to = TAU): void {
  brush.beginPath();
  brush.ellipse(x, y, rx, ry, 0, from, to);
}

function veil(brush: Brush, size: Size, { veil: colour }: Paints, oval: Ellipse): void {
  brush.beginPath();
  brush.rect(0, 0, size.width, size.height);
  brush.ellipse(oval.x, oval.y, oval.rx, oval.ry, 0, 0, TAU);
  brush.fillStyle = colour;
  brush.fill('evenodd');
}

/** The edge of the oval while nothing is asked; its tone says what the words say. */
function edge(brush: Brush, paints: Paints, { oval, tone, turning }: Look): void {
  const colour = tone === 'good' ? paints.good : tone === 'unsure' ? paints.unsure : paints.line;
  brush.strokeStyle = colour;
  brush.lineWidth = turning === null ? 4 : 3;
  brush.globalAlpha = turning === null ? 1 : 0.35;
  trace(brush, oval);
  brush.stroke();
  brush.globalAlpha = 1;
  if (turning === null) return;
  brush.lineWidth = 5;
  trace(brush, oval, turning, turning + TAU / 5);
  brush.stroke();
}

/** Where the head is, as long as it is not where it belongs. */
function outline(brush: Brush, { line }: Paints, { head, outline: plainness }: Look): void {
  if (!head || plainness < 0.02) return;
  brush.globalAlpha = 0.75 * plainness;
  brush.strokeStyle = line;
  brush.lineWidth = 2.5;
  brush.setLineDash([2, 9]);
  trace(brush, head);
  brush.stroke();
  brush.setLineDash([]);
  brush.globalAlpha = 1;
}

function ring(brush: Brush, paints: Paints, { oval, side, filled, nudge }: Look, act: Act): void {
  const around = grown(oval, RING / 2 + 1);
  brush.lineWidth = RING;
  brush.strokeStyle = paints.line;
  brush.globalAlpha = 0.32;
  trace(brush, around);
  brush.stroke();
  brush.globalAlpha = 1;
  fillRing(brush, paints, around, side, filled);
  if (side !== null) arrowAt(brush, paints, around, { side, bent: act.startsWith('tilt'), nudge });
  if (act === 'come_closer' || act === 'go_back') corners(brush, paints, around, act, nudge);
}

function fillRing(brush: Brush, { good }: Paints, around: Ellipse, side: Side | null, filled: number): void {
  if (filled <= 0.005) return;
  brush.strokeStyle = good;
  brush.lineWidth = RING;
  const from = side === null ? -TAU / 4 : BEGINNING[side];
  // With a direction both ways at once, so that the ring closes on the far side; without one as a clock goes.
  if (side === null) trace(brush, around, from, from + TAU * filled);
  else trace(brush, around, from - (TAU / 2) * filled, from + (TAU / 2) * filled);
  brush.stroke();
}

interface Arrow {
  readonly side: Side;
  readonly bent: boolean;
  readonly nudge: number;
}

/** An arrow just inside the ring: chevrons to a side, a bow over the head where it is to lean. */
function arrowAt(brush: Brush, paints: Paints, around: Ellipse, arrow: Arrow): void {
  const length = Math.max(11, Math.min(20, around.rx * 0.13));
  shaded(brush, paints, () => {
    if (arrow.bent) bow(brush, around, length, arrow);
    else chevronsAt(brush, around, length, arrow.side, arrow.nudge);
  });
}

/** Dark beneath and bright above, to be seen on any picture. */
function shaded(brush: Brush, { unsure }: Paints, draw: () => void): void {
  for (const [colour, width] of [['rgb(0 0 0 / 45%)', 9] as const, [unsure, 5] as const]) {
    brush.strokeStyle = colour;
    brush.lineWidth = width;
    draw();
  }
}

function chevronsAt(brush: Brush, around: Ellipse, length: number, side: Side, nudge: number): void {
  const away = side === 'up' || side === 'down' ? around.ry : around.rx;
  brush.save();
  brush.translate(around.x, around.y);
  brush.rotate(BEGINNING[side]);
  brush.translate(away - RING - length * 1.9 + nudge * 6, 0);
  brush.beginPath();
  chevron(brush, 0, length);
  chevron(brush, length * 0.95, length);
  brush.stroke();
  brush.restore();
}

/** Along the inside of the ring, from the crown to the shoulder that the head leans to. */
function bow(brush: Brush, around: Ellipse, length: number, { side, nudge }: Arrow): void {
  const inner = grown(around, -RING - length);
  const hand = side === 'left' ? -1 : 1;
  const top = -TAU / 4;
  const end = top + hand * (TAU / 8 + nudge * 0.08);
  trace(brush, inner, hand === 1 ? top - 0.25 : end, hand === 1 ? end : top + 0.25);
  brush.stroke();
  brush.save();
  brush.translate(inner.x + Math.cos(end) * inner.rx, inner.y + Math.sin(end) * inner.ry);
  brush.rotate(Math.atan2(hand * Math.cos(end) * inner.ry, -hand * Math.sin(end) * inner.rx));
  brush.beginPath();
  chevron(brush, -length * 0.3, length * 0.8);
  brush.stroke();
  brush.restore();
}

/** Four arrows at the sides of the oval: outwards to come closer, inwards to go back. */
function corners(brush: Brush, paints: Paints, around: Ellipse, act: Act, nudge: number): void {
  const outwards = act === 'come_closer';
  const length = Math.max(9, Math.min(16, around.rx * 0.1));
  for (const side of SIDES) {
    const away = side === 'up' || side === 'down' ? around.ry : around.rx;
    const moved = (outwards ? nudge : 1 - nudge) * 8;
    shaded(brush, paints, () => {
      brush.save();
      brush.translate(around.x, around.y);
      brush.rotate(BEGINNING[side]);
      brush.translate(away - RING - length * 1.6 + moved, 0);
      if (!outwards) brush.rotate(TAU / 2);
      brush.beginPath();
      chevron(brush, 0, length);
      brush.stroke();
      brush.restore();
    });
  }
}

/** Points along the x axis, with its tip beyond `at`. */
function chevron(brush: Brush, at: number, length: number): void {
  brush.moveTo(at - length / 2, -length);
  brush.lineTo(at + length / 2, 0);
  brush.lineTo(at - length / 2, length);
}
