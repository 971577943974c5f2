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

/** Where values stand alone, with nothing on either side: no line leads through them. */
export function lonely(values: ArrayLike<number | null | undefined>): number[] {
  const missing = (index: number) => (values[index] ?? null) === null;
  return Array.from({ length: values.length }, (_, index) => index).filter(
    (index) => !missing(index) && missing(index - 1) && missing(index + 1),
  );
}

/** What the horizontal axis is of. */
type Axis = Pick<PlotSpec, 'xKind' | 'days'>;

/** A place on the horizontal axis, in words. */
export function xWords(x: number, { xKind: kind, days: byDay = false }: Axis): string {
  if (byDay) return dates.format(x * 1000);
  if (kind === 'time') return moment(x * 1000);
  return kind === 'seconds' ? seconds(x) : number(x);
}

const DAY = 86_400;
const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
const datesShort = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' });
const dates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });
const minutes = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** A mark of the horizontal axis, as fine as the marks are apart; where a day begins stands its date. */
export function tick(x: number, { xKind: kind, days: byDay = false }: Axis, apart: number): string {
  if (byDay) return datesShort.format(x * 1000);
  if (kind !== 'time') return kind === 'seconds' ? `${number(x, 1)} s` : number(x);
  if (apart >= DAY || isMidnight(new Date(x * 1000))) return days.format(x * 1000);
  return apart >= 60 ? minutes.format(x * 1000) : clock(x * 1000);
}

/** In the time of whoever reads it. */
const isMidnight = (date: Date): boolean =>
  date.getHours() + date.getMinutes() + date.getSeconds() + date.getMilliseconds() === 0;

/** Steps of an axis of days, in seconds: none is a part of one. */
export const WHOLE_DAYS: readonly number[] = [1, 2, 3, 4, 5, 7, 10, 15, 30, 60, 90, 180, 365].map(
  (days) => days * DAY,
);

/** Steps of an axis of counts: 1, 2, 5, 10, 20 and so on. */
export const WHOLE: readonly number[] = Array.from({ length: 15 }, (_, power) => 10 ** power).flatMap(
  (unit) => [unit, 2 * unit, 5 * unit],
);

/** How far apart the values stand: the smallest distance, so that bars do not lie over each other. */
export function stepOf(x: readonly number[]): number {
  let step = Infinity;
  for (let index = 1; index < x.length; index += 1) {
    step = Math.min(step, (x[index] ?? 0) - (x[index - 1] ?? 0));
  }
  return Number.isFinite(step) && step > 0 ? step : 1;
}
