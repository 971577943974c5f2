import { useState } from 'react';
import { Card } from '../../ui/Card';
import { Segments } from '../../ui/Field';
import { count, NONE, score } from '../../ui/format';
import { rateWords } from '../shared/rates';
import { Table } from '../../ui/Table';
import type { Figure, Group, Model } from './summary';
import { speciesName } from './words';

const WAYS = {
  by_source: { name: 'Sources', line: 'Each source of images by itself.' },
  by_species: { name: 'Species', line: 'Each species of attack against all bona fide presentations.' },
  by_framing: { name: 'Framing', line: 'By what the images show: whole frames, or the face alone.' },
} as const;
type Way = keyof typeof WAYS;

const isWay = (value: string): value is Way => Object.hasOwn(WAYS, value);

/** The figures of each part of the images. */
export function GroupsCard({ model }: { readonly model: Model }) {
  const [way, setWay] = useState<Way>('by_source');
  const nameOf = way === 'by_source' ? (name: string) => name : speciesName;
  return (
    <Card
      flush
      title="Where it holds, and where not"
      line={WAYS[way].line}
      actions={
        <Segments
          label="Parts by"
          value={way}
          options={Object.entries(WAYS).map(([value, { name }]) => ({ value, name }))}
          onChange={(value) => isWay(value) && setWay(value)}
          testid="report-way"
        />
      }
    >
      <div className="f-groups" role="region" aria-label="Figures by part" tabIndex={0}>
        <Table<Group>
          caption={`Figures by ${WAYS[way].name.toLowerCase()}`}
          testid="groups"
          rows={model[way]}
          rowKey={({ name }) => name}
          columns={[
            { name: 'Part', head: true, cell: ({ name }) => <span className="f-break">{nameOf(name)}</span> },
            { name: 'Bona fide', end: true, minor: true, cell: ({ bona_fide }) => count(bona_fide) },
            { name: 'Attacks', end: true, minor: true, cell: ({ attacks }) => count(attacks) },
            { name: 'EER', end: true, cell: ({ eer }) => <Share figure={eer} /> },
            { name: 'APCER, worst', end: true, cell: ({ apcer }) => <Share figure={apcer.worst} /> },
            { name: 'BPCER', end: true, cell: ({ bpcer }) => <Share figure={bpcer} /> },
            { name: 'AUC', end: true, minor: true, cell: ({ auc }) => score(auc?.value) },
          ]}
        />
      </div>
    </Card>
  );
}

/** A share with its interval below it. */
function Share({ figure }: { readonly figure: Figure | null }) {
  if (figure === null) return <span className="c-none">{NONE}</span>;
  const { value, low, high } = figure;
  return (
    <span className="f-share number">
      {rateWords(value)}
      {low !== null && high !== null && (
        <span className="f-soft">
          {rateWords(low)} to {rateWords(high)}
        </span>
      )}
    </span>
  );
}
