/** Where the points of a DET or ROC curve lie on a square of side 1, from its lower left corner. */
import { deviate } from './deviate';
import type { Point } from './summary';

export type Kind = 'det' | 'roc';
export type Spot = readonly [x: number, y: number];

export interface Tick {
  readonly at: number;
  readonly label: string;
}

/** Rates below are drawn at the edge of a DET plot: its scale has no end. */
const LEAST = 0.0005;
const MOST = 0.95;
const DET_TICKS = [0.001, 0.005, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8];
const ROC_TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1];

const [FROM, TO] = [deviate(LEAST), deviate(MOST)];
const onDeviates = (rate: number): number =>
  (deviate(Math.min(Math.max(rate, LEAST), MOST)) - FROM) / (TO - FROM);

const percent = (share: number): string => String(Number((100 * share).toFixed(2)));

interface Scale {
  readonly ticks: readonly Tick[];
  readonly xName: string;
  readonly yName: string;
  readonly place: (point: Point) => Spot;
}

export const SCALES: Readonly<Record<Kind, Scale>> = {
  det: {
    ticks: DET_TICKS.map((rate) => ({ at: onDeviates(rate), label: percent(rate) })),
    xName: 'APCER, %',
    yName: 'BPCER, %',
    place: ({ apcer, bpcer }) => [onDeviates(apcer), onDeviates(bpcer)],
  },
  roc: {
    ticks: ROC_TICKS.map((rate) => ({ at: rate, label: percent(rate) })),
    xName: 'APCER, %',
    yName: 'Bona fide accepted, %',
    place: ({ apcer, bpcer }) => [apcer, 1 - bpcer],
  },
};

/** The points of a curve in their order, without those that lie where the one before does. */
export function spotsOf(kind: Kind, points: readonly Point[]): readonly Spot[] {
  return points
    .map(SCALES[kind].place)
    .filter(([x, y], at, all) => at === 0 || x !== all[at - 1]?.[0] || y !== all[at - 1]?.[1]);
}

/** The diagonal where both rates are equal, from one end of the scale to the other. */
export const DIAGONAL: Readonly<Record<Kind, readonly [Spot, Spot]>> = {
  det: [
    [0, 0],
    [1, 1],
  ],
  roc: [
    [0, 1],
    [1, 0],
  ],
};
