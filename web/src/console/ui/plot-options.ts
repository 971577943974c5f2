/** A plot in the words of uPlot. */
import type uPlot from 'uplot';
import { number } from './format';
import { lonely, stepOf, tick, WHOLE, WHOLE_DAYS } from './plot-data';
import type { Level, PlotLine, PlotSpec } from './plot-types';

type Library = typeof uPlot;
/** The value of a CSS custom property where the plot stands. */
export type Paint = (property: string) => string;

const FONT = "12px 'Inter', system-ui, sans-serif";
const FILL = '26'; // of 255: what lies under an area shows through

/** Of a value that stands alone, in pixels. */
const DOT = 6;
/** Half of what is shown about a single moment, in seconds. */
const AROUND = 1800;

export const DEFAULT_HEIGHT = 220;

export function optionsOf(
  library: Library,
  spec: PlotSpec,
  paint: Paint,
  width: number,
  onCursor: (index: number | null) => void,
): uPlot.Options {
  const series = spec.lines.map((one) => seriesOf(library, one, paint));
  if (spec.stacked) series.reverse(); // the highest is drawn first, the others over it
  return {
    width,
    height: spec.height ?? DEFAULT_HEIGHT,
    legend: { show: false },
    padding: [10, 20, 0, 0], // half a date may stand beyond the last moment
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 8, width: 2 } },
    // `time` has the marks fall on round minutes, hours and days of whoever reads it, or of UTC.
    scales: { x: { time: spec.xKind === 'time', range: xRangeOf(spec) }, y: { range: yRangeOf(spec) } },
    ...(spec.days ? { tzDate: (at: number) => library.tzDate(new Date(at * 1000), 'UTC') } : {}),
    series: [{}, ...series],
    axes: axesOf(spec, paint),
    hooks: {
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
      draw: [(plot) => spec.levels?.forEach((level) => drawLevel(plot, level, paint))],
    },
  };
}

function axesOf(spec: PlotSpec, paint: Paint): uPlot.Axis[] {
  const { days, whole, format = (value: number) => number(value) } = spec;
  const axis: uPlot.Axis = { stroke: paint('--ink-soft'), font: FONT, ticks: { show: false } };
  return [
    {
      ...axis,
      grid: { show: false },
      size: 24, // a line of words and what is between it and the plot
      gap: 8,
      space: 72,
      values: (_, splits, __, ___, apart) => splits.map((x) => tick(x, spec, apart)),
      ...(days ? { incrs: [...WHOLE_DAYS] } : {}),
    },
    {
      ...axis,
      grid: { stroke: paint('--line'), width: 1 },
      size: (_, words) => roomFor(words),
      space: 34,
      values: (_, splits) => splits.map(format),
      ...(whole ? { incrs: [...WHOLE] } : {}),
    },
  ];
}

/** For the words beside the vertical axis, most of them short: "1 min 40 s" needs more. */
function roomFor(words: readonly string[] | null): number {
  const longest = Math.max(0, ...(words ?? []).map(({ length }) => length));
  return Math.max(52, 10 + 6.5 * longest);
}

function seriesOf(library: Library, line: PlotLine, paint: Paint): uPlot.Series {
  const colour = paint(`--plot-${line.colour}`);
  const { paths } = library;
  const base: uPlot.Series = {
    label: line.name,
    stroke: colour,
    width: 2,
    points: {
      show: false,
      filter: (plot, index) => lonely(plot.data[index] ?? []),
      size: DOT,
      fill: colour,
    },
    ...(line.dashed ? { dash: [6, 5] } : {}),
  };
  switch (line.kind ?? 'line') {
    case 'line':
      return base;
    case 'steps':
      return { ...base, ...pathsOf(paths.stepped?.({ align: 1 })) };
    case 'area':
      return { ...base, fill: colour + FILL };
    case 'bars':
      return {
        ...base,
        width: 0,
        fill: colour,
        points: { show: false },
        ...pathsOf(paths.bars?.({ size: [0.82, 48] })),
      };
    case 'points':
      return {
        ...base,
        width: 0,
        points: { show: true, size: DOT, fill: colour, stroke: colour },
        paths: () => null,
      };
  }
}

const pathsOf = (builder: uPlot.Series.PathBuilder | undefined) => (builder ? { paths: builder } : {});

/** Bars need half of one's width beside the first and the last. */
function xRangeOf({ x, xKind, lines, xRange }: PlotSpec): uPlot.Scale.Range {
  if (xRange) return [...xRange];
  const beside = lines.some(({ kind }) => kind === 'bars') ? stepOf(x) / 2 : 0;
  return ({ data: [moments] }, from, to) => {
    const low = moments[0] ?? from; // of a single value uPlot would show years
    const high = moments.at(-1) ?? to;
    const room = low === high ? (xKind === 'time' ? AROUND : 1) : beside;
    return [low - room, high + room];
  };
}

/** From nothing up, unless there is something below it; levels are in sight. */
function yRangeOf({ range, levels = [] }: PlotSpec): uPlot.Scale.Range {
  if (range) return [...range];
  const held = levels.map(({ value }) => value);
  return (_, low, high) => {
    const bottom = Math.min(0, low, ...held);
    const top = Math.max(bottom, high, ...held);
    return [bottom < 0 ? bottom * 1.06 : 0, top === bottom ? bottom + 1 : top * 1.06];
  };
}

function drawLevel(plot: uPlot, { name, value }: Level, paint: Paint): void {
  const { ctx, bbox } = plot;
  const y = plot.valToPos(value, 'y', true);
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = paint('--ink-soft');
  ctx.fillStyle = paint('--ink-soft');
  ctx.lineWidth = ratio;
  ctx.setLineDash([4 * ratio, 4 * ratio]);
  ctx.beginPath();
  ctx.moveTo(bbox.left, y);
  ctx.lineTo(bbox.left + bbox.width, y);
  ctx.stroke();
  ctx.font = `${11 * ratio}px 'Inter', system-ui, sans-serif`;
  ctx.textAlign = 'right';
  ctx.textBaseline = 'bottom';
  ctx.fillText(name, bbox.left + bbox.width - 4 * ratio, y - 3 * ratio);
  ctx.restore();
}
