import type { Schemas } from '../../client';
import type { Interval } from '../shared/RateBar';

/** A rate as the API has it, for drawing. */
export const intervalOf = ({ rate, low, high }: Schemas['Rate']): Interval => ({ value: rate, low, high });

/** `blink*2` as "Blink 2 times". */
export function stepName(step: string): string {
  const [act = step, times] = step.split('*');
  const words = act.replaceAll('_', ' ');
  const name = words.charAt(0).toUpperCase() + words.slice(1);
  return times === undefined ? name : `${name} ${times} times`;
}

/** One sequence in so many: `9` bits are 1 in 512. */
export const chanceOf = (bits: number): string =>
  `1 in ${new Intl.NumberFormat('en-GB').format(Math.floor(2 ** bits))}`;
