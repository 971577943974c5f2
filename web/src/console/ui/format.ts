/** Numbers, sizes and moments as the console writes them. */
const LANGUAGE = 'en-GB';

const whole = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 0 });

// A unit stays beside its number: between them is a space that breaks no line.

/** What there is none of. */
export const NONE = '–';

export const count = (value: number): string => whole.format(value);

/** A number with at most `digits` decimals: `number(0.9312)` is "0.931". */
export function number(value: number | null | undefined, digits = 3): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return NONE;
  return new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: digits }).format(value);
}

/** A score, always with `digits` decimals, so that a column of them lines up. */
export function score(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined || !Number.isFinite(value) ? NONE : value.toFixed(digits);
}

/** A share of one: `percent(0.0213)` is "2.1 %". */
export function percent(share: number | null | undefined, digits = 1): string {
  return share === null || share === undefined || !Number.isFinite(share)
    ? NONE
    : `${number(share * 100, digits)}\u00a0%`;
}

export const milliseconds = (value: number | null | undefined): string =>
  value === null || value === undefined ? NONE : `${number(value, value < 10 ? 1 : 0)}\u00a0ms`;

/** Seconds as "3.2 s", "2 min 5 s" or "3 h 2 min". */
export function seconds(value: number | null | undefined): string {
  if (value === null || value === undefined) return NONE;
  if (value < 60) return `${number(value, 1)}\u00a0s`;
  const all = Math.round(value);
  if (all < 3600) return `${Math.floor(all / 60)}\u00a0min ${all % 60}\u00a0s`;
  return `${Math.floor(all / 3600)}\u00a0h ${Math.floor((all % 3600) / 60)}\u00a0min`;
}

/** Bytes as "812 B", "48.2 kB" or "1.3 MB", a thousand each. */
export function bytes(value: number): string {
  if (value < 1000) return `${value}\u00a0B`;
  if (value < 1_000_000) return `${number(value / 1000, 1)}\u00a0kB`;
  return `${number(value / 1_000_000, 1)}\u00a0MB`;
}

const moments = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: 'medium', timeStyle: 'medium' });
const clocks = new Intl.DateTimeFormat(LANGUAGE, { timeStyle: 'medium' });

/** "17 May 2026, 14:30:31", in the time of whoever reads it. */
export const moment = (at: string | number | Date): string => valid(at, (date) => moments.format(date));

/** "14:30:31", in the time of whoever reads it. */
export const clock = (at: string | number | Date): string => valid(at, (date) => clocks.format(date));

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
];
const ago = new Intl.RelativeTimeFormat(LANGUAGE, { numeric: 'auto' });

/** "3 minutes ago", seen from `now` in milliseconds since 1970. */
export function relative(at: string, now: number): string {
  return valid(at, (date) => {
    const past = (date.getTime() - now) / 1000;
    const [unit, size] = STEPS.find(([, seconds]) => Math.abs(past) >= seconds) ?? (['second', 1] as const);
    return ago.format(Math.round(past / size), unit);
  });
}

function valid(at: string | number | Date, format: (date: Date) => string): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? String(at) : format(date);
}
