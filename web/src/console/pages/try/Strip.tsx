import { useEffect, useRef } from 'react';
import { brushFor } from './brush';
import { useEveryFrame } from './frames';
import { inkOf, strokeOf, useDark } from './ink';
import { shown } from './signals';
import type { Group } from './signals';
import { drawStrip, rangeOf } from './strip';
import type { Stroke, StripInk } from './strip';
import type { Tryout } from './tryout';
import type { Pointer } from './pointer';

interface Props {
  readonly tryout: Tryout;
  readonly group: Group;
  readonly threshold?: number | null;
  /** Milliseconds that are shown. */
  readonly span: number;
  readonly pointer: Pointer;
  readonly small?: boolean;
}

interface Palette {
  readonly strokes: readonly Stroke[];
  readonly ink: StripInk;
}

/** One moving plot: signals of a group against time, the newest at the right edge. */
export function Strip({ tryout, group, threshold = null, span, pointer, small = false }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = useRef<Palette | null>(null);
  const dark = useDark();
  useEffect(() => {
    palette.current = null; // read anew, in the colours of the theme
  }, [dark, group]);

  useEveryFrame((now) => {
    const element = canvas.current;
    const brush = element && brushFor(element);
    if (!brush) return;
    palette.current ??= paletteOf(element, tryout, group);
    const to = tryout.edge(now);
    const from = to - span;
    const channels = palette.current.strokes.map(({ channel }) => channel);
    drawStrip(
      brush,
      tryout.history,
      palette.current.strokes,
      {
        width: element.clientWidth,
        height: element.clientHeight,
        from,
        to,
        range: group.range ?? rangeOf(tryout.history, channels, from) ?? [0, 1],
        threshold,
        cursor: pointer.share === null ? null : from + pointer.share * span,
        labelled: !small,
      },
      palette.current.ink,
    );
  });

  return (
    <canvas
      ref={canvas}
      className={small ? 'f-strip small' : 'f-strip'}
      role="img"
      aria-label={`${group.title}, the last ${Math.round(span / 1000)} seconds`}
      onPointerMove={({ currentTarget, clientX }) => {
        const { left, width } = currentTarget.getBoundingClientRect();
        pointer.at((clientX - left) / width);
      }}
      onPointerLeave={() => pointer.at(null)}
    />
  );
}

function paletteOf(element: Element, tryout: Tryout, { signals }: Group): Palette {
  return {
    strokes: signals.map(({ id }, at) => {
      const { ink, dash } = strokeOf(at);
      return { channel: tryout.channelOf(id), colour: inkOf(element, ink), dash };
    }),
    ink: {
      grid: inkOf(element, '--line'),
      mark: inkOf(element, '--ink-soft'),
      ink: inkOf(element, '--ink-soft'),
      font: `11px ${inkOf(element, '--font')}`,
    },
  };
}

/** The signals of a plot with what they are now, or were at the moment pointed at. */
export function Legend({
  group,
  values,
}: {
  readonly group: Group;
  readonly values: readonly (number | null)[];
}) {
  return (
    <dl className="f-signals">
      {group.signals.map((signal, at) => (
        <div key={signal.id}>
          <dt>
            <Swatch at={at} />
            {signal.name}
          </dt>
          <dd className="number">{shown(values[at] ?? null, signal)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** How a line looks. */
function Swatch({ at }: { readonly at: number }) {
  const { dash } = strokeOf(at);
  return (
    <svg
      className={`f-swatch f-ink-${(at % 6) + 1}`}
      width="22"
      height="8"
      viewBox="0 0 22 8"
      aria-hidden="true"
    >
      <line x1="1" y1="4" x2="21" y2="4" strokeDasharray={dash.length > 0 ? dash.join(' ') : undefined} />
    </svg>
  );
}
