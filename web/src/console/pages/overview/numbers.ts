/** Arithmetic of the overview: what is drawn and told, from what the server has counted. */
export type Counts = Readonly<Record<string, number>>;

export const sumOf = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** The share of one of several; null where there are none at all. */
export function shareOf(counts: Counts, name: string): number | null {
  const sum = sumOf(counts);
  return sum === 0 ? null : (counts[name] ?? 0) / sum;
}

export interface Ranked {
  readonly name: string;
  readonly count: number;
  /** Of the most frequent one, 0..1. */
  readonly share: number;
}

/** The most frequent first; equals by name, so that they do not change places. */
export function ranked(counts: Counts): readonly Ranked[] {
  const order = Object.entries(counts)
    .filter(([, count]) => count > 0)
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b));
  const most = order[0]?.[1] ?? 1;
  return order.map(([name, count]) => ({ name, count, share: count / most }));
}

/** The counts of one name in each bucket; 0 where it did not occur. */
export const series = (buckets: readonly Counts[], name: string): readonly number[] =>
  buckets.map((counts) => counts[name] ?? 0);

/** A count for each bucket of all that is not among `names`. */
export const others = (buckets: readonly Counts[], names: readonly string[]): readonly number[] =>
  buckets.map((counts) =>
    Object.entries(counts).reduce((sum, [name, count]) => (names.includes(name) ? sum : sum + count), 0),
  );

/** In two parts, in their order, parted where the higher one is as low as it can be. */
export function halved<Item>(
  items: readonly Item[],
  heightOf: (item: Item) => number,
): readonly (readonly Item[])[] {
  const height = (part: readonly Item[]) => part.reduce((sum, item) => sum + heightOf(item), 0);
  const highest = (cut: number) => Math.max(height(items.slice(0, cut)), height(items.slice(cut)));
  const best = items.reduce((cut, _, at) => (highest(at) < highest(cut) ? at : cut), 0);
  return [items.slice(0, best), items.slice(best)].filter((part) => part.length > 0);
}
