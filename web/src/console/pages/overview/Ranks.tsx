import type { Schemas } from '../../client';
import { reasonOf, STATES, wordOf } from '../../ui/words';
import { halved } from './numbers';
import type { Counts } from './numbers';
import { RankList } from './RankList';

interface Rank {
  readonly title: string;
  readonly counts: Counts;
  readonly nameOf: (name: string) => string;
  readonly filter: string;
}

/** A title takes about as much room as two lines of a list. */
const heightOf = ({ counts }: Rank): number => 2 + Math.max(1, Object.keys(counts).length);

/** What there was most of, in two columns about as high as each other where there is room. */
export function Ranks({ statistics }: { readonly statistics: Schemas['Statistics'] }) {
  const { totals, from, policy } = statistics;
  const lists: readonly Rank[] = [
    { title: 'Reasons', counts: totals.reasons, nameOf: reasonOf, filter: 'reason' },
    {
      title: 'States',
      counts: totals.states,
      nameOf: (name) => STATES[name]?.word ?? name,
      filter: 'state',
    },
    { title: 'What ended the others', counts: totals.ended_by, nameOf: wordOf, filter: 'ended_by' },
    { title: 'Policies', counts: totals.policies, nameOf: wordOf, filter: 'policy' },
  ];
  return (
    <div className="f-ranks" data-testid="ranks">
      {halved(lists, heightOf).map((column) => (
        <div key={column[0]?.title} className="f-ranks-column">
          {column.map((list) => (
            <RankList key={list.title} {...list} among={{ from, policy }} />
          ))}
        </div>
      ))}
    </div>
  );
}
