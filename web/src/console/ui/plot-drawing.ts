/** Keeps a drawing in step with what is to be drawn: made anew only where its form changes, not with its values. */
import type uPlot from 'uplot';
import { stacked } from './plot-data';
import { DEFAULT_HEIGHT, optionsOf } from './plot-options';
import type { PlotSpec } from './plot-types';

type Library = typeof uPlot;

/** Whether this browser can draw at all. */
export const canDraw = (): boolean => typeof Path2D === 'function' && typeof ResizeObserver === 'function';

export class Drawing {
  readonly #box: HTMLElement;
  readonly #onCursor: (index: number | null) => void;
  readonly #dark = matchMedia('(prefers-color-scheme: dark)');
  readonly #sizes: ResizeObserver;
  #library: Library | null = null;
  #plot: uPlot | null = null;
  #spec: PlotSpec | null = null;
  #form = '';
  #over = false;

  constructor(box: HTMLElement, onCursor: (index: number | null) => void) {
    this.#box = box;
    this.#onCursor = onCursor;
    this.#sizes = new ResizeObserver(() => this.#resize());
    this.#sizes.observe(box);
    this.#dark.addEventListener('change', this.#repaint);
    void import('uplot').then(({ default: library }) => {
      this.#library = library;
      if (!this.#over) this.#make();
    });
  }

  show(spec: PlotSpec): void {
    const before = this.#spec;
    this.#spec = spec;
    const form = formOf(spec);
    if (form !== this.#form) {
      this.#form = form;
      this.#make();
    } else if (this.#plot && before && !sameValues(before, spec)) {
      this.#plot.setData(dataOf(spec));
    }
  }

  destroy(): void {
    this.#over = true;
    this.#sizes.disconnect();
    this.#dark.removeEventListener('change', this.#repaint);
    this.#plot?.destroy();
    this.#plot = null;
  }

  readonly #repaint = (): void => this.#make();

  #make(): void {
    const width = this.#box.clientWidth;
    if (!this.#library || !this.#spec || width === 0) return;
    this.#plot?.destroy();
    const style = getComputedStyle(this.#box);
    const paint = (property: string) => style.getPropertyValue(property).trim();
    const options = optionsOf(this.#library, this.#spec, paint, width, this.#onCursor);
    this.#plot = new this.#library(options, dataOf(this.#spec), this.#box);
  }

  #resize(): void {
    const width = this.#box.clientWidth;
    if (!this.#plot) this.#make();
    else if (width > 0) this.#plot.setSize({ width, height: this.#spec?.height ?? DEFAULT_HEIGHT });
  }
}

/** All that a drawing is made for; a change of it needs another drawing. */
function formOf({
  xKind,
  days,
  lines,
  range,
  xRange,
  levels,
  stacked: piled,
  whole,
  height,
}: PlotSpec): string {
  const looks = lines.map(({ name, colour, kind, dashed }) => [name, colour, kind, dashed]);
  return JSON.stringify([xKind, days, looks, range, xRange, levels, piled, whole, height]);
}

const sameValues = (one: PlotSpec, other: PlotSpec): boolean =>
  one.x === other.x && one.lines.every(({ values }, index) => values === other.lines[index]?.values);

function dataOf({ x, lines, stacked: piled }: PlotSpec): uPlot.AlignedData {
  const values = lines.map((line) => [...line.values]);
  return [[...x], ...(piled ? stacked(values).reverse() : values)];
}
