import { NONE } from '../../ui/format';

/** A share as a rate is written, with one decimal always, so that a column of them lines up: `0.5` is "50.0 %". */
export const rateWords = (share: number | null | undefined): string =>
  share === null || share === undefined || !Number.isFinite(share)
    ? NONE
    : `${(100 * share).toFixed(1)}\u00a0%`;
