/**
 * The standard normal deviate below which a share of all lies: the scale of a DET plot (Martin et al. 1997). By the
 * rational approximation 26.2.23 of Abramowitz and Stegun, which errs by less than 0.00045: far below a pixel.
 */
export function deviate(share: number): number {
  const tail = Math.min(share, 1 - share);
  if (!(tail > 0)) return share > 0.5 ? Infinity : -Infinity;
  const t = Math.sqrt(-2 * Math.log(tail));
  const far =
    t -
    (2.515517 + 0.802853 * t + 0.010328 * t * t) /
      (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t);
  return share < 0.5 ? -far : far;
}
