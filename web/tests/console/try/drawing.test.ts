import { describe, expect, it } from 'vitest';
import { drawFace } from '../../../src/console/pages/try/draw-face';
import { History } from '../../../src/console/pages/try/history';
import { IRISES, OUTLINES } from '../../../src/console/pages/try/mesh';
import { readMessage } from '../../../src/console/pages/try/message';
import { placing } from '../../../src/console/pages/try/place';
import { drawStrip, GAP_MS, rangeOf } from '../../../src/console/pages/try/strip';
import { said } from './analysis';

/** Notes what is drawn on it: the name of each call with its arguments. */
function noting() {
  const calls: [string, ...unknown[]][] = [];
  const brush: unknown = new Proxy(
    {},
    {
      get:
        (_, name) =>
        (...told: unknown[]) =>
          void calls.push([String(name), ...told]),
      set: () => true,
    },
  );
  const made = (name: string) => calls.filter(([called]) => called === name);
  return { brush: brush as CanvasRenderingContext2D, made };
}

const INK = { box: 'a', line: 'b', point: 'c', iris: 'd' };
const STRIP_INK = { grid: 'a', mark: 'b', ink: 'c', font: 'd' };
const VIEW = {
  width: 100,
  height: 60,
  from: 0,
  to: 1000,
  range: [0, 1],
  threshold: null,
  cursor: null,
  labelled: false,
} as const;

describe('placing a frame on the stage', () => {
  it('shows all of it, in the middle, mirrored where the picture is', () => {
    const stage = { width: 800, height: 400 };
    const straight = placing({ width: 400, height: 400 }, stage, false);
    const mirrored = placing({ width: 400, height: 400 }, stage, true);
    expect([straight?.x(0), straight?.x(400), straight?.y(100)]).toEqual([200, 600, 100]);
    expect([mirrored?.x(0), mirrored?.x(400)]).toEqual([600, 200]);
  });

  it('gives nothing while one of them has no size', () => {
    expect(placing({ width: 0, height: 10 }, { width: 10, height: 10 }, false)).toBeNull();
    expect(placing({ width: 10, height: 10 }, { width: 10, height: 0 }, false)).toBeNull();
  });
});

describe('drawing a face', () => {
  const to = placing({ width: 640, height: 480 }, { width: 640, height: 480 }, false);
  const points = Array.from({ length: 956 }, (_, at) => 400 + at);

  it('draws of it what is asked for, and nothing else', () => {
    const seen = readMessage(said({ landmarks: points }));
    if (seen?.type !== 'analysis' || !to) throw new Error('expected an analysis');
    const none = noting();
    drawFace(none.brush, seen, to, new Set(), INK);
    expect([none.made('stroke').length, none.made('fillRect').length]).toEqual([0, 0]);
    const all = noting();
    drawFace(all.brush, seen, to, new Set(['box', 'outlines', 'points'] as const), INK);
    expect(all.made('fillRect')).toHaveLength(478);
    expect(all.made('stroke')).toHaveLength(OUTLINES.length + IRISES.length + 4);
    expect(all.made('arc')).toHaveLength(2);
  });

  it('joins points of the mesh only: every number is one of its 478', () => {
    for (const number of [...OUTLINES, ...IRISES].flat()) expect(number).toBeLessThan(478);
  });
});

describe('drawing a moving plot', () => {
  it('breaks a line where nothing could be measured, and where no answer came for long', () => {
    const history = new History(10, 1);
    history.push(100, [0.1]);
    history.push(200, [null]);
    history.push(300, [0.2]);
    history.push(350, [0.3]);
    history.push(350 + GAP_MS + 1, [0.4]);
    const { brush, made } = noting();
    drawStrip(brush, history, [{ channel: 0, colour: 'x', dash: [] }], { ...VIEW, to: 2000 }, STRIP_INK);
    expect(made('lineTo').length - 2).toBe(1); // two belong to the ends of the scale
    expect(made('moveTo').length - 2).toBe(3);
  });

  it('marks the moment that is pointed at on every line that has a value there', () => {
    const history = new History(10, 2);
    history.push(100, [0.1, 0.5]);
    history.push(500, [0.2, null]);
    const { brush, made } = noting();
    const strokes = [0, 1].map((channel) => ({ channel, colour: 'x', dash: [] }));
    drawStrip(brush, history, strokes, { ...VIEW, cursor: 480 }, STRIP_INK);
    expect(made('arc')).toHaveLength(1);
    expect(made('arc')[0]?.[1]).toBe(50);
  });

  it('takes its scale from what is seen, not from what has gone out of sight', () => {
    const history = new History(10, 1);
    for (const [time, value] of [
      [100, 900],
      [500, 20],
      [600, 40],
    ] as const)
      history.push(time, [value]);
    const range = rangeOf(history, [0], 400);
    expect(range?.[0]).toBeCloseTo(18);
    expect(range?.[1]).toBeCloseTo(42);
    expect(rangeOf(history, [0], 700)).toBeNull();
  });
});
