/** What uPlot makes of a plot: it runs as it does in a browser, upon a canvas that draws nothing. */
import type uPlot from 'uplot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { milliseconds, seconds } from '../../src/console/ui/format';
import { lonely, tick, xWords } from '../../src/console/ui/plot-data';
import { optionsOf } from '../../src/console/ui/plot-options';
import type { PlotLine, PlotSpec } from '../../src/console/ui/plot-types';

class NoPath {
  moveTo = () => undefined;
  lineTo = () => undefined;
  arc = () => undefined;
  rect = () => undefined;
  addPath = () => undefined;
}

const HOUR = 3600;
const DAY = 86_400;

beforeEach(() => {
  const brush: unknown = new Proxy({}, { get: () => () => ({ width: 0 }), set: () => true });
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(brush as CanvasRenderingContext2D);
  vi.stubGlobal('Path2D', NoPath);
  const media = { matches: false, addEventListener: () => undefined, removeEventListener: () => undefined };
  vi.stubGlobal('matchMedia', () => media);
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.unstubAllEnvs();
});

/** What uPlot knows of an axis and does not tell in its types. */
interface Inside {
  readonly _splits: number[];
  readonly _values: string[];
  readonly _size: number;
}

/** The marks of both axes and, for each line, which of its values are dots. */
async function drawn(spec: Partial<PlotSpec> & Pick<PlotSpec, 'x' | 'lines'>, width = 700) {
  const { default: library } = await import('uplot');
  const whole: PlotSpec = { xKind: 'time', ...spec };
  const options = optionsOf(
    library,
    whole,
    () => '#000000',
    width,
    () => undefined,
  );
  const marks: Record<'x' | 'y', { at: number[]; words: string[] }> = {
    x: { at: [], words: [] },
    y: { at: [], words: [] },
  };
  const dots: (number[] | null)[] = [];
  let room = 0;
  const note = (plot: uPlot) => {
    plot.axes.forEach((axis, index) => {
      const { _splits: at, _values: words, _size } = axis as unknown as Inside;
      marks[index === 0 ? 'x' : 'y'] = { at, words };
      room = _size; // the vertical axis comes last
    });
    plot.series.slice(1).forEach(({ points }, index) => {
      const filter = points?.filter;
      dots.push(typeof filter === 'function' ? filter(plot, index + 1, false) : null);
    });
  };
  options.hooks = { draw: [note] };
  const values = spec.lines.map((line) => [...line.values]);
  const plot = new library(options, [[...spec.x], ...values], document.createElement('div'));
  await Promise.resolve(); // it draws when the microtasks of now are done
  plot.destroy();
  return { ...marks, dots, room };
}

/** Local time, as readers have it. */
const at = (...parts: [number, number, number, number, number]) => new Date(...parts).getTime() / 1000;
const every = (from: number, step: number, many: number) =>
  Array.from({ length: many }, (_, index) => from + index * step);
const line = (values: PlotLine['values'], kind: PlotLine['kind'] = 'line'): PlotLine => ({
  name: 'A line',
  colour: 'one',
  kind,
  values,
});

describe('a value that stands alone', () => {
  it('is found between gaps and at either end, and nowhere else', () => {
    expect(lonely([1, null, 2, 3, null, 0, null, null, 4])).toEqual([0, 5, 8]);
    expect(lonely([7])).toEqual([0]);
    expect(lonely([null, 1, 2, undefined])).toEqual([]);
  });

  it('is a dot in a line, in steps and in an area, where no stroke leads through it', async () => {
    const x = every(at(2026, 4, 17, 9, 0), HOUR, 5);
    const values = [null, 4, null, 5, 6];
    for (const kind of ['line', 'steps', 'area'] as const) {
      expect((await drawn({ x, lines: [line(values, kind)] })).dots).toEqual([[1]]);
    }
  });
});

describe('the marks of an axis of counts', () => {
  it('are whole numbers, each of them once, however few were counted', async () => {
    const x = every(at(2026, 4, 17, 9, 0), HOUR, 3);
    for (const most of [0, 1, 2, 3, 7, 40, 900]) {
      const { y } = await drawn({ x, whole: true, lines: [line([0, most, 0])] });
      expect(y.at.every(Number.isInteger)).toBe(true);
      expect(y.at.length).toBeGreaterThan(1);
      expect(new Set(y.words).size).toBe(y.words.length);
    }
  });

  it('may lie between whole numbers where something else is measured', async () => {
    const x = every(at(2026, 4, 17, 9, 0), HOUR, 2);
    const { y } = await drawn({ x, lines: [line([0, 1])] });
    expect(y.at.some((value) => !Number.isInteger(value))).toBe(true);
  });
});

describe('the words beside the vertical axis', () => {
  it('have the room that they need', async () => {
    const x = every(at(2026, 4, 17, 9, 0), HOUR, 2);
    const short = await drawn({ x, lines: [line([10, 20])], format: milliseconds });
    const long = await drawn({ x, lines: [line([100, 170])], format: seconds });
    expect(long.y.words).toContain('1\u00a0min 40\u00a0s');
    expect([short.room, long.room]).toEqual([52, 75]);
  });
});

describe('the marks of an axis of days', () => {
  it.each(['America/Los_Angeles', 'Pacific/Auckland'])(
    'are days of UTC by their own dates, at the values themselves, in %s too',
    async (zone) => {
      vi.stubEnv('TZ', zone);
      expect(new Date(0).getHours()).not.toBe(0); // the zone counts
      const x = every(Date.UTC(2026, 4, 17) / 1000, DAY, 7);
      const marks = (await drawn({ x, days: true, lines: [line(x.map(() => 1))] }, 1200)).x;
      expect(marks.words).toEqual(['17 May', '18 May', '19 May', '20 May', '21 May', '22 May', '23 May']);
      expect(marks.at).toEqual(x);
      const short = (await drawn({ x: x.slice(0, 2), days: true, lines: [line([1, 2])] }, 1200)).x;
      expect(short.words).toEqual(['17 May', '18 May']);
      expect(xWords(x[0] ?? 0, { xKind: 'time', days: true })).toBe('17 May 2026');
    },
  );

  it('are few enough to be read over a year', async () => {
    const x = every(Date.UTC(2026, 0, 1) / 1000, DAY, 365);
    const marks = (await drawn({ x, days: true, lines: [line(x.map(() => 1))] })).x;
    expect(marks.words.length).toBeLessThan(12);
    expect(marks.words).toContain('1 May');
  });
});

describe('the marks of an axis of time', () => {
  it('fall on whole hours of the day of whoever reads it, not on hours of 1970', async () => {
    const x = every(at(2026, 4, 17, 13, 7), HOUR, 24);
    const marks = (await drawn({ x, lines: [line(x.map(() => 1))] })).x;
    expect(marks.at.length).toBeGreaterThan(4);
    for (const mark of marks.at) {
      expect(new Date(mark * 1000).getMinutes()).toBe(0);
      expect(new Date(mark * 1000).getHours() % 3).toBe(0);
    }
    expect(marks.words).toContain('18:00');
    expect(marks.words).toContain('18 May');
    expect(marks.words.every((word) => word.length <= 6)).toBe(true);
  });

  it('fall on round minutes of an hour, and on the beginnings of days of a month', async () => {
    const hour = every(at(2026, 4, 17, 13, 7), 60, 60);
    const minutes = (await drawn({ x: hour, lines: [line(hour.map(() => 1))] })).x;
    expect(minutes.words).toContain('13:30');
    const month = every(at(2026, 4, 3, 13, 7), DAY, 30);
    const days = (await drawn({ x: month, lines: [line(month.map(() => 1))] })).x;
    expect(days.at.length).toBeGreaterThan(3);
    for (const mark of days.at) expect(new Date(mark * 1000).getHours()).toBe(0);
    expect(new Set(days.words).size).toBe(days.words.length);
  });

  it('do not say the same several times where there is but one moment', async () => {
    for (const kind of ['line', 'bars'] as const) {
      const { words } = (await drawn({ x: [at(2026, 4, 17, 13, 0)], lines: [line([1], kind)] })).x;
      expect(words.length).toBeGreaterThan(1);
      expect(new Set(words).size).toBe(words.length);
    }
  });

  it('say the date where a day begins, so that a week of hours can be read', () => {
    expect(tick(at(2026, 4, 18, 0, 0), { xKind: 'time' }, 6 * HOUR)).toBe('18 May');
    expect(tick(at(2026, 4, 18, 6, 0), { xKind: 'time' }, 6 * HOUR)).toBe('06:00');
  });
});
