import { NONE } from './format';
import { xWords } from './plot-data';
import type { PlotSpec } from './plot-types';

interface Props {
  readonly title: string;
  readonly xName: string;
  readonly spec: PlotSpec;
  readonly format: (value: number) => string;
}

/** What a plot shows, in numbers. It can be scrolled by the keyboard. */
export function PlotTable({ title, xName, spec, format }: Props) {
  return (
    <div className="c-plot-table" role="region" aria-label={`${title}, as a table`} tabIndex={0}>
      <table className="c-numbers">
        <caption className="unseen">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{xName}</th>
            {spec.lines.map(({ name }) => (
              <th key={name} scope="col" className="end">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {spec.x.map((x, index) => (
            <tr key={x}>
              <th scope="row" className="number">
                {xWords(x, spec)}
              </th>
              {spec.lines.map(({ name, values }) => (
                <td key={name} className="number end">
                  {written(values[index], format)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const written = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? NONE : format(value);
