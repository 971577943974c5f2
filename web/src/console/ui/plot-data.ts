/** Arithmetic of plots: what is stacked, what is said of a line in words. */
import { clock, moment, number, seconds } from './format';
import type { PlotLine, PlotSpec } from './plot-types';

type Values = readonly (number | null)[];

/** Each line upon the one before it; what is missing counts as nothing. */
export function stacked(lines: readonly Values[]): (number | null)[][] {
  const heights: number[] = [];
  return lines.map((values) =>
    values.map((value, index) => {
      const height = (heights[index] ?? 0) + (value ?? 0);
      heights[index] = height;
      return height;
    }),
  );
}

/** The last value of a line that is there; null for none. */
export const lastOf = (values: Values): number | null => values.findLast((value) => value !== null) ?? null;

/** A line in words: the lowest, the highest and the last value. */
export function summaryOf({ name, values }: PlotLine, format: (value: number) => string): string {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value === null) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const last = lastOf(values);
  if (last === null) return `${name}: no values.`;
  return `${name}: from ${format(low)} to ${format(high)}, ${format(last)} at the end.`;
}

/** A place on the horizontal axis, in words. */
export function xWords(x: number, kind: PlotSpec['xKind']): string {
  if (kind === 'time') return moment(x * 1000);
  return kind === 'seconds' ? seconds(x) : number(x);
}

const DAY = 86_400;
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const minutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** A mark of the horizontal axis, as fine as the marks are apart. */
export function tick(x: number, kind: PlotSpec['xKind'], apart: number): string {
  if (kind !== 'time') return kind === 'seconds' ? `${number(x, 1)} s` : number(x);
  if (apart >= DAY) return days.format(x * 1000);
  return apart >= 60 ? minutes.format(x * 1000) : clock(x * 1000);
}

/** How far apart the values stand: the smallest distance, so that bars do not lie over each other. */
export function stepOf(x: readonly number[]): number {
  let step = Infinity;
  for (let index = 1; index < x.length; index += 1) {
    step = Math.min(step, (x[index] ?? 0) - (x[index - 1] ?? 0));
  }
  return Number.isFinite(step) && step > 0 ? step : 1;
}
