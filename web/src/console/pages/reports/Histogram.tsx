import { useRef } from 'react';
import { useSize } from '../../../features/stage/use-size';
import { percent } from '../../ui/format';
import { heightOf, sharesOf, summed } from './bins';
import type { Model } from './summary';

interface Props {
  readonly histogram: Model['histogram'];
  readonly threshold: number;
}

const LEAST = 420;
const HALF = 100;
const MIDDLE = HALF + 8;
const LEFT = 44;
const MARKS = [0.01, 0.1, 1];

/** Scores of both classes: bona fide upwards, attacks downwards, so that neither hides the other. */
export function Histogram({ histogram: { edges, bona_fide: good, attack: bad }, threshold }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const { width } = useSize(element);
  const across = Math.max(LEAST, width) - LEFT - 12;
  const x = (score: number) => LEFT + score * across;
  const wrong = `${percent(summed(good, edges, 0, threshold))} of bona fide lie below the threshold, ${percent(summed(bad, edges, threshold, 1))} of attacks above it`;
  return (
    <div ref={element} className="f-histogram-room" role="region" aria-label="Scores, drawn" tabIndex={0}>
      <svg
        className="f-histogram"
        width={across + LEFT + 12}
        height={2 * MIDDLE + 24}
        role="img"
        aria-label={`Scores of both classes: ${wrong}`}
      >
        {MARKS.flatMap((share) =>
          [-1, 1].map((way) => (
            <g key={share * way}>
              <path
                className="f-curve-grid"
                d={`M${x(0)} ${MIDDLE + way * HALF * heightOf(share)}H${x(1)}`}
              />
              <text x={LEFT - 6} y={MIDDLE + way * HALF * heightOf(share) + 4} textAnchor="end">
                {percent(share, 0)}
              </text>
            </g>
          )),
        )}
        <Bars className="f-bar-good" shares={sharesOf(good)} edges={edges} x={x} up />
        <Bars className="f-bar-bad" shares={sharesOf(bad)} edges={edges} x={x} />
        <path className="f-curve-frame" d={`M${x(0)} ${MIDDLE}H${x(1)}`} />
        <path className="f-curve-even" d={`M${x(threshold)} 4V${2 * MIDDLE - 4}`} />
        <text className="f-bar-name" x={x(0) + 8} y={20}>
          Bona fide
        </text>
        <text className="f-bar-name" x={x(0.5)} y={2 * MIDDLE - 6} textAnchor="middle">
          Attacks
        </text>
        {[0, 0.25, 0.5, 0.75, 1].map((score) => (
          <text key={score} x={x(score)} y={2 * MIDDLE + 18} textAnchor="middle">
            {score}
          </text>
        ))}
      </svg>
    </div>
  );
}

interface BarsProps {
  readonly className: string;
  readonly shares: readonly number[];
  readonly edges: readonly number[];
  readonly x: (score: number) => number;
  readonly up?: boolean;
}

const Bars = ({ className, shares, edges, x, up = false }: BarsProps) => (
  <g className={className}>
    {shares.map((share, at) => {
      const [from, to] = [edges[at] ?? 0, edges[at + 1] ?? 1];
      const height = HALF * heightOf(share);
      return (
        <rect
          key={from}
          x={x(from) + 1}
          y={up ? MIDDLE - height : MIDDLE}
          width={Math.max(0, x(to) - x(from) - 2)}
          height={height}
          rx="2"
        >
          <title>{`${from.toFixed(2)} to ${to.toFixed(2)}: ${percent(share, 2)}`}</title>
        </rect>
      );
    })}
  </g>
);
