import { useState } from 'react';
import { Card } from '../../ui/Card';
import { Select } from '../../ui/Field';
import { count, number, percent } from '../../ui/format';
import { ComparisonCard } from './ComparisonCard';
import { CurvePlot } from './CurvePlot';
import { Errors } from './Errors';
import { GroupsCard } from './GroupsCard';
import { Headline } from './Headline';
import { Scores } from './Scores';
import { SpeciesCard } from './SpeciesCard';
import type { Summary } from './summary';

/** Everything in a report: all models together, then the one that is chosen. */
export function ReportBody({ summary: { rule, models, comparison } }: { readonly summary: Summary }) {
  const [chosen, setChosen] = useState(models[0]?.name ?? '');
  const model = models.find(({ name }) => name === chosen) ?? models[0];
  if (!model) return null;
  const { pooled } = model;
  return (
    <>
      <p className="f-note f-lead">
        {count(pooled.images)} images of {count(pooled.sources)} {pooled.sources === 1 ? 'source' : 'sources'}
        : {count(pooled.bona_fide)} bona fide presentations and {count(pooled.attacks)} attacks. A score from{' '}
        {number(rule.threshold)} on counts as bona fide. Self-tested with the metrics of ISO/IEC 30107-3; no
        laboratory took part. Intervals are of {percent(rule.confidence, 0)}.
      </p>
      {models.length > 1 && (
        <div className="c-filters">
          <Select
            label="Model"
            value={model.name}
            options={models.map(({ name }) => ({ value: name, name }))}
            onChange={setChosen}
            testid="report-model"
          />
        </div>
      )}
      <Headline group={pooled} />
      <div className="c-columns">
        <Card title="Errors against each other" line="At every threshold there could be.">
          <CurvePlot models={models} />
        </Card>
        <SpeciesCard model={model} threshold={rule.threshold} />
      </div>
      {comparison && <ComparisonCard comparison={comparison} names={models.map(({ name }) => name)} />}
      <GroupsCard model={model} />
      <Scores model={model} threshold={rule.threshold} />
      <Errors model={model} />
    </>
  );
}
