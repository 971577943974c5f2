import { Card } from '../../ui/Card';
import { count, number } from '../../ui/format';
import { RateBar, scaleFor } from '../shared/RateBar';
import type { Model } from './summary';
import { speciesName } from './words';

interface Props {
  readonly model: Model;
  readonly threshold: number;
}

/** How often each kind of attack passes, and how often a person does not: on one scale. */
export function SpeciesCard({ model: { pooled }, threshold }: Props) {
  const species = [...pooled.apcer.by_species].sort((a, b) => b.value - a.value);
  const most = scaleFor([...species, pooled.bpcer]);
  return (
    <Card
      title="Errors at the threshold"
      line={`APCER of each species and BPCER, from a score of ${number(threshold)} on.`}
    >
      <ul className="f-species" data-testid="species">
        {species.map((rate) => (
          <li key={rate.species}>
            <span className="f-species-name">{speciesName(rate.species)}</span>
            <RateBar rate={rate} most={most} of={`${count(rate.errors)} of ${count(rate.of)}`} />
          </li>
        ))}
        {pooled.bpcer && (
          <li className="f-species-good">
            <span className="f-species-name">
              Bona fide <span className="f-soft">(BPCER)</span>
            </span>
            <RateBar
              rate={pooled.bpcer}
              most={most}
              of={`${count(pooled.bpcer.errors)} of ${count(pooled.bpcer.of)}`}
            />
          </li>
        )}
      </ul>
    </Card>
  );
}
