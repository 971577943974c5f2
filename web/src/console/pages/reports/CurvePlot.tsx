import { useState } from 'react';
import { Segments } from '../../ui/Field';
import { percent } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { CurveDrawing } from './CurveDrawing';
import type { Kind } from './curves';
import type { Model } from './summary';
import { figureWords } from './words';

interface Props {
  readonly models: readonly Model[];
}

/** BPCER10, 20 and 100 of ISO/IEC 30107-3, and the APCER that each allows. */
const AT = [
  ['bpcer10', 0.1],
  ['bpcer20', 0.05],
  ['bpcer100', 0.01],
] as const;

/** Errors of both kinds against each other, at every threshold there could be. */
export function CurvePlot({ models }: Props) {
  const [kind, setKind] = useState<Kind>('det');
  const [which, setWhich] = useState<'worst' | 'all'>('worst');
  const [asTable, setAsTable] = useState(false);
  return (
    <div className="f-curves" data-testid="curves">
      <div className="f-curves-choice">
        <Segments
          label="Kind of plot"
          value={kind}
          options={[
            { value: 'det', name: 'DET' },
            { value: 'roc', name: 'ROC' },
          ]}
          onChange={(value) => setKind(value === 'roc' ? 'roc' : 'det')}
          testid="curve-kind"
        />
        <Segments
          label="Attacks"
          value={which}
          options={[
            { value: 'worst', name: 'Worst species' },
            { value: 'all', name: 'All attacks' },
          ]}
          onChange={(value) => setWhich(value === 'all' ? 'all' : 'worst')}
          testid="curve-which"
        />
        <button
          type="button"
          className="button small quiet"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          <Icon name={asTable ? 'reports' : 'table'} size={18} />
          {asTable ? 'As a plot' : 'As a table'}
        </button>
      </div>
      {asTable ? (
        <CurveTable models={models} which={which} />
      ) : (
        <CurveDrawing models={models} kind={kind} which={which} />
      )}
    </div>
  );
}

function CurveTable({ models, which }: Props & { readonly which: 'worst' | 'all' }) {
  return (
    <div className="c-plot-table" role="region" aria-label="BPCER at a limited APCER" tabIndex={0}>
      <table className="c-numbers">
        <caption className="unseen">BPCER at a limited APCER</caption>
        <thead>
          <tr>
            <th scope="col">APCER at most</th>
            {models.map(({ name }) => (
              <th key={name} scope="col" className="end">
                BPCER of {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {AT.map(([code, most]) => (
            <tr key={code}>
              <th scope="row" className="number">
                {percent(most, 0)}
              </th>
              {models.map(({ name, pooled }) => (
                <td key={name} className="number end">
                  {figureWords(pooled.bpcer_at?.[code]?.[which] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
