import { NONE } from '../../ui/format';
import { rateWords } from '../shared/rates';
import { wordOf } from '../../ui/words';
import type { Figure } from './summary';

/** A share with its interval, in a line. */
export function figureWords(figure: Figure | null): string {
  if (figure === null) return NONE;
  const { value, low, high } = figure;
  return low === null || high === null
    ? rateWords(value)
    : `${rateWords(value)} (${rateWords(low)} to ${rateWords(high)})`;
}

/** `mask_3d` as "Mask 3d". */
export const speciesName = (code: string): string => wordOf(code).replace(' 3d', ' (3D)');
