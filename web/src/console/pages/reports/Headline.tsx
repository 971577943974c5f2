import { NONE, score } from '../../ui/format';
import { rateWords } from '../shared/rates';
import { Figure, Figures } from '../../ui/Facts';
import type { Figure as Measured, Group } from './summary';
import { speciesName } from './words';

/** The figures that one asks for first. */
export function Headline({ group: { eer, apcer, bpcer, acer, auc } }: { readonly group: Group }) {
  return (
    <div data-testid="headline">
      <Figures>
        <Figure name="EER" value={rateWords(eer?.value)} line={interval(eer)} />
        <Figure
          name="APCER"
          value={rateWords(apcer.worst?.value)}
          line={
            apcer.worst ? (
              <>
                {interval(apcer.worst)}
                <br />
                worst: {speciesName(apcer.worst.species)}
              </>
            ) : (
              'no attacks'
            )
          }
        />
        <Figure name="BPCER" value={rateWords(bpcer?.value)} line={interval(bpcer)} />
        <Figure name="ACER" value={rateWords(acer)} line="the mean of both" />
        <Figure
          name="AUC"
          value={score(auc?.value)}
          line={auc ? `${score(auc.low)} to ${score(auc.high)}` : NONE}
        />
      </Figures>
    </div>
  );
}

function interval(of: Measured | null): string {
  const [low, high] = [of?.low ?? null, of?.high ?? null];
  return low === null || high === null ? NONE : `${rateWords(low)} to ${rateWords(high)}`;
}
