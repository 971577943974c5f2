import { useSyncExternalStore } from 'react';

/** Whether the page is dark now; what is drawn on a canvas has to follow by hand. */
const dark = (): MediaQueryList | null =>
  typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;

function subscribe(listener: () => void): () => void {
  const query = dark();
  query?.addEventListener('change', listener);
  return () => query?.removeEventListener('change', listener);
}

export const useDark = (): boolean => useSyncExternalStore(subscribe, () => dark()?.matches ?? false);

/** The value of a colour that the style sheet names, where `element` stands. */
export const inkOf = (element: Element, name: string): string =>
  getComputedStyle(element).getPropertyValue(name).trim() || 'gray';

/** Lines of one plot differ in colour and in dash. */
export const STROKES: readonly { readonly ink: string; readonly dash: readonly number[] }[] = [
  { ink: '--plot-one', dash: [] },
  { ink: '--plot-two', dash: [7, 4] },
  { ink: '--plot-three', dash: [2, 3] },
  { ink: '--plot-four', dash: [9, 3, 2, 3] },
  { ink: '--plot-five', dash: [4, 2] },
  { ink: '--plot-six', dash: [1, 2] },
];

export const strokeOf = (at: number): (typeof STROKES)[number] =>
  STROKES[at % STROKES.length] ?? { ink: '--plot-one', dash: [] };
