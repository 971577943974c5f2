import { useEffect, useId, useRef, useState } from 'react';
import 'uplot/dist/uPlot.min.css';
import { number } from './format';
import { Icon } from './Icon';
import { lastOf, summaryOf, xWords } from './plot-data';
import { canDraw, Drawing } from './plot-drawing';
import type { PlotLine, PlotSpec } from './plot-types';
import { PlotTable } from './PlotTable';

export type { Colour, Level, PlotLine } from './plot-types';

interface Props extends PlotSpec {
  /** What is drawn; its name for those who hear it. */
  readonly title: string;
  readonly line?: string;
  /** Name of the horizontal axis in the table: "Time", "Second". */
  readonly xName: string;
  /** The legend shows the last values where nobody points at others: for what moves. */
  readonly showLast?: boolean;
  /** No button for the table: where one table stands for several plots, or what is drawn is gone in a moment. */
  readonly noTable?: boolean;
}

/** Lines, bars or points over one axis, with a legend, and the same as a table behind a button. */
export function Plot({ title, line, xName, showLast = false, noTable = false, ...spec }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const drawing = useRef<Drawing | null>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [asTable, setAsTable] = useState(false);
  const heading = useId();
  const format = spec.format ?? ((value: number) => number(value));

  useEffect(() => {
    if (asTable || !box.current || !canDraw()) return undefined;
    const own = new Drawing(box.current, setPointed);
    drawing.current = own;
    return () => {
      drawing.current = null;
      own.destroy();
    };
  }, [asTable]);
  useEffect(() => drawing.current?.show(spec)); // it knows itself what has changed

  const valueOf = (one: PlotLine) =>
    pointed === null && showLast ? lastOf(one.values) : one.values[pointed ?? -1];
  const words = spec.lines.map((one) => summaryOf(one, format)).join(' ');
  return (
    <figure className="c-plot" aria-labelledby={heading}>
      <figcaption className="c-plot-head">
        <div>
          <h3 id={heading}>{title}</h3>
          {line && <p className="c-card-line">{line}</p>}
        </div>
        {!noTable && (
          <button
            type="button"
            className="button small quiet"
            aria-pressed={asTable}
            onClick={() => setAsTable(!asTable)}
          >
            <Icon name={asTable ? 'reports' : 'table'} size={18} />
            {asTable ? 'As a plot' : 'As a table'}
            <span className="unseen">: {title}</span>
          </button>
        )}
      </figcaption>
      {asTable ? (
        <PlotTable title={title} xName={xName} spec={spec} format={format} />
      ) : (
        <>
          <div
            ref={box}
            className="c-plot-box"
            role="img"
            aria-label={`${title}. ${words}`}
            style={{ minHeight: spec.height ?? 220 }}
          />
          <ul className="c-legend" aria-hidden="true">
            {spec.lines.map((one) => (
              <li
                key={one.name}
                className={one.dashed ? 'dashed' : ''}
                data-colour={one.colour}
                data-kind={one.kind ?? 'line'}
              >
                {one.name}
                <Reading value={valueOf(one)} format={format} />
              </li>
            ))}
            {pointed !== null && <li className="c-legend-x number">{xWords(spec.x[pointed] ?? 0, spec)}</li>}
          </ul>
        </>
      )}
    </figure>
  );
}

interface ReadingProps {
  readonly value: number | null | undefined;
  readonly format: (value: number) => string;
}

const Reading = ({ value, format }: ReadingProps) =>
  value === null || value === undefined ? null : <b className="number">{format(value)}</b>;
