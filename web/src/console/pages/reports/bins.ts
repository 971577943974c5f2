/** Counts of scores, as they are drawn. */

const sum = (counts: readonly number[]): number => counts.reduce((all, count) => all + count, 0);

/** Each bin as a share of its class; 0 where the class is empty. */
export function sharesOf(counts: readonly number[]): readonly number[] {
  const all = sum(counts) || 1;
  return counts.map((count) => count / all);
}

/** From here on the scale is logarithmic; below it is straight. */
const STRAIGHT = 0.01;

/** How high a share is drawn, 0..1: a share of 1 % takes a quarter of the height. */
export function heightOf(share: number): number {
  if (share <= 0) return 0;
  if (share <= STRAIGHT) return 0.25 * (share / STRAIGHT);
  return 0.25 + 0.75 * (Math.log10(share / STRAIGHT) / Math.log10(1 / STRAIGHT));
}

/** The share of a class whose bins lie between two scores. */
export function summed(
  counts: readonly number[],
  edges: readonly number[],
  from: number,
  to: number,
): number {
  const within = counts.filter(
    (_, at) => (edges[at] ?? 0) >= from - 1e-9 && (edges[at + 1] ?? 1) <= to + 1e-9,
  );
  return sum(within) / (sum(counts) || 1);
}
