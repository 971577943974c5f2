import { rateWords } from './rates';

export interface Interval {
  readonly value: number;
  /** Null where the interval could not be had. */
  readonly low: number | null;
  readonly high: number | null;
}

interface Props {
  readonly rate: Interval;
  /** The right end of the scale, 0..1: rates that are to be compared share one. */
  readonly most: number;
  /** Counts behind the rate: "12 of 340". */
  readonly of?: string;
}

/** A rate with its interval, in figures and drawn to scale. */
export function RateBar({ rate: { value, low, high }, most, of }: Props) {
  const at = (share: number) => `${Math.min(100, (100 * share) / (most || 1)).toFixed(2)}%`;
  const known = low !== null && high !== null;
  return (
    <div className="f-rate">
      <span className="f-rate-words number">
        <b>{rateWords(value)}</b>
        <span className="f-soft">
          {known && (
            <span className="f-nowrap">
              {rateWords(low)} to {rateWords(high)}
            </span>
          )}
          {of && <span className="f-nowrap"> · {of}</span>}
        </span>
      </span>
      <span className="f-rate-track" aria-hidden="true">
        {known && (
          <span
            className="f-rate-span"
            style={{ left: at(low), width: `calc(${at(Math.min(high, most))} - ${at(low)})` }}
          />
        )}
        <span className="f-rate-dot" style={{ left: at(value) }} />
      </span>
    </div>
  );
}

/** A right end that all of some intervals fit in: the next of 1, 2, 5, 10, 20, 50 and 100 per cent. */
export function scaleFor(rates: readonly (Interval | null)[]): number {
  const highest = Math.max(0, ...rates.map((rate) => rate?.high ?? rate?.value ?? 0));
  return [0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5].find((end) => highest <= end) ?? 1;
}
