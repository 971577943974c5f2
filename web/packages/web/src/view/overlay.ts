/** Moves the drawing over the picture at the screen's own pace, between the server's answers. */
import type { Snapshot } from '../flow/snapshot';
import { h } from './dom';
import { ease, easeEllipse, fitOf, headIn, ovalIn, scaled, type Area, type Ellipse, type Size } from './oval';
import { paint, type Look, type Paints } from './paint';
import type { Scene } from './scene';

/** Milliseconds that a value takes for about two thirds of its way. */
const HEAD_TAU = 90;
const SLOW_TAU = 160;
/** One slow nudge of an arrow, and one turn of the waiting arc: far from anything that flashes. */
const NUDGE_MS = 1400;
const TURN_MS = 2200;
const LONGEST_STEP_MS = 250;
/** More of them would cost more than they show. */
const FINEST = 2;

/** An act that goes nearer or back draws the oval as large as the face is to become. */
const OVAL_OF_ACT: Readonly<Record<string, number>> = { come_closer: 1.12, go_back: 0.74 };

export interface Layout {
  readonly picture: Size;
  /** What the words leave free. */
  readonly free: Area;
}

export class Overlay {
  readonly canvas = h('canvas', { class: 'overlay', part: 'overlay', 'aria-hidden': 'true' });
  #layout: Layout | null = null;
  #paints: Paints | null = null;
  #head: Ellipse | null = null;
  #outline = 0;
  #filled = 0;
  #size = 1;
  #at: number | null = null;

  /** The picture has another size, or the words another height; the colours are read anew, too. */
  lay(layout: Layout): void {
    this.#layout = layout;
    this.#paints = paintsOf(this.canvas);
    const fine = Math.min(FINEST, window.devicePixelRatio || 1);
    const { width, height } = layout.picture;
    this.canvas.width = Math.round(width * fine);
    this.canvas.height = Math.round(height * fine);
    this.canvas.getContext('2d')?.setTransform(fine, 0, 0, fine, 0, 0);
  }

  /** One drawing, at `now` milliseconds. `calm` where the person wants no motion. */
  draw(snapshot: Snapshot, scene: Scene, now: number, calm: boolean): void {
    const brush = this.canvas.getContext('2d');
    if (!brush || !this.#layout || !this.#paints) return;
    const ms = this.#at === null ? 0 : Math.min(now - this.#at, LONGEST_STEP_MS);
    this.#at = now;
    const look = this.#look(snapshot, scene, { now, ms, calm }, this.#layout);
    paint(brush, this.#layout.picture, this.#paints, look);
  }

  /** Forgets where everything was: what is drawn next starts where it belongs. */
  rest(): void {
    this.#at = null;
    this.#head = null;
    this.#outline = 0;
    this.#filled = 0;
    this.#size = 1;
  }

  #look(snapshot: Snapshot, scene: Scene, time: Moment, { picture, free }: Layout): Look {
    const { due, side, busy } = scene;
    const { ms, now, calm } = time;
    this.#size = ease(this.#size, due ? (OVAL_OF_ACT[due.act] ?? 1) : 1, ms, calm ? 0 : SLOW_TAU);
    const oval = scaled(ovalIn(free, picture), this.#size);
    this.#follow(snapshot, scene, oval, picture, ms);
    // A new act begins with an empty ring, at once; a movement that goes back empties it slowly.
    this.#filled = due ? ease(this.#filled, due.progress, ms, HEAD_TAU) : 0;
    return {
      oval,
      tone: scene.words.tone,
      head: this.#head,
      outline: this.#outline,
      act: due?.act ?? null,
      side,
      filled: this.#filled,
      nudge: calm ? 0.5 : (1 - Math.cos((now / NUDGE_MS) * 2 * Math.PI)) / 2,
      turning: busy ? (calm ? -Math.PI / 2 : ((now % TURN_MS) / TURN_MS) * 2 * Math.PI) : null,
    };
  }

  #follow({ progress, mirrored }: Snapshot, scene: Scene, oval: Ellipse, picture: Size, ms: number): void {
    const face = scene.busy ? null : (progress?.face ?? null);
    const seen = progress && face ? headIn(face, progress, picture, mirrored) : null;
    if (seen) this.#head = easeEllipse(this.#outline < 0.02 ? null : this.#head, seen, ms, HEAD_TAU);
    // A head that turns as it was asked to is where it belongs; to go nearer or back, one has to see it.
    const sideways = scene.due !== null && OVAL_OF_ACT[scene.due.act] === undefined;
    const plain = seen !== null && !sideways && fitOf(seen, oval) !== 'in';
    this.#outline = ease(this.#outline, plain ? 1 : 0, ms, SLOW_TAU);
  }
}

interface Moment {
  readonly now: number;
  readonly ms: number;
  readonly calm: boolean;
}

/** The colours as the stylesheet, and through it the page, has them. */
function paintsOf(element: Element): Paints {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string) => style.getPropertyValue(name).trim() || otherwise;
  return {
    veil: read('--veil', 'rgb(13 16 20 / 66%)'),
    line: read('--over', '#ffffff'),
    good: read('--over-good', '#34d082'),
    unsure: read('--over-unsure', '#ffd27a'),
  };
}
