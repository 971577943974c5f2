import { useRef } from 'react';
import { useSize } from '../../../features/stage/use-size';
import { DIAGONAL, SCALES, spotsOf } from './curves';
import type { Kind, Spot } from './curves';
import type { Model } from './summary';

interface Props {
  readonly models: readonly Model[];
  readonly kind: Kind;
  readonly which: 'worst' | 'all';
}

/** Pixels: the room left and below for numbers, and the sides that the square may have. */
const ROOM = 46;
const TOP = 8;
const [LEAST, MOST] = [220, 440];

const COLOURS = ['one', 'two', 'three', 'four', 'five', 'six'];
const DASHES = ['', '9 5', '2 5', '12 4 2 4', '5 3', '1 4'];

const lookOf = (at: number) => ({
  className: `f-curve-line f-curve-${COLOURS[at % COLOURS.length] ?? 'one'}`,
  strokeDasharray: DASHES[at % DASHES.length] ?? '',
});

const NAMES: Readonly<Record<Kind, string>> = {
  det: 'Detection error trade-off',
  roc: 'Receiver operating characteristic',
};

/** The curves of all models on one square, with how each line looks. */
export function CurveDrawing({ models, kind, which }: Props) {
  const room = useRef<HTMLDivElement>(null);
  const side = Math.min(Math.max(useSize(room).width - ROOM - 12, LEAST), MOST);
  return (
    <div ref={room} className="f-curve-room">
      <svg
        className="f-curve"
        width={side + ROOM + 12}
        height={side + ROOM + TOP}
        role="img"
        aria-label={`${NAMES[kind]} of ${models.map(({ name }) => name).join(', ')}; its figures are in the table`}
      >
        <Square models={models} kind={kind} which={which} side={side} />
      </svg>
      {models.length > 1 && (
        <ul className="f-curve-legend">
          {models.map(({ name }, at) => (
            <li key={name}>
              <svg width="26" height="8" viewBox="0 0 26 8" aria-hidden="true">
                <path {...lookOf(at)} d="M1 4H25" />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      )}
      <p className="f-note">
        {kind === 'det'
          ? 'Further to the lower left is better; the dotted line is where both rates are equal. Rates below 0.05 % are drawn at the edge.'
          : 'Further to the upper left is better; on the dotted line both errors are equal.'}
      </p>
    </div>
  );
}

function Square({ models, kind, which, side }: Props & { readonly side: number }) {
  const { ticks, xName, yName } = SCALES[kind];
  const x = (share: number) => ROOM + side * share;
  const y = (share: number) => TOP + side * (1 - share);
  const path = (spots: readonly Spot[]) =>
    spots
      .map(([across, up], at) => `${at === 0 ? 'M' : 'L'}${x(across).toFixed(1)} ${y(up).toFixed(1)}`)
      .join('');
  return (
    <>
      {ticks.map(({ at, label }) => (
        <g key={label}>
          <path className="f-curve-grid" d={`M${x(at)} ${y(0)}V${y(1)}M${x(0)} ${y(at)}H${x(1)}`} />
          <text x={x(at)} y={y(0) + 18} textAnchor="middle">
            {label}
          </text>
          <text x={x(0) - 7} y={y(at) + 4} textAnchor="end">
            {label}
          </text>
        </g>
      ))}
      <path className="f-curve-even" d={path(DIAGONAL[kind])} />
      <path className="f-curve-frame" d={`M${x(0)} ${y(1)}V${y(0)}H${x(1)}`} />
      {models.map((model, at) => (
        <path key={model.name} {...lookOf(at)} d={path(spotsOf(kind, model.det[which]))} />
      ))}
      <text className="f-curve-name" x={x(0.5)} y={y(0) + 37} textAnchor="middle">
        {xName}
      </text>
      <text className="f-curve-name" transform={`translate(11 ${y(0.5)}) rotate(-90)`} textAnchor="middle">
        {yName}
      </text>
    </>
  );
}
