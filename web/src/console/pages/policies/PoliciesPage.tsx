import { useQuery } from '@tanstack/react-query';
import { take } from '../../client';
import { useConsole } from '../../context';
import { Answered } from '../../ui/Answered';
import { Page } from '../../ui/Page';
import { scaleFor } from '../shared/RateBar';
import '../shared/shared.css';
import './policies.css';
import { intervalOf } from './interval';
import { ModelNote } from './ModelNote';
import { PolicyCard } from './PolicyCard';

/** What a session can be judged by, and how often each errs. */
export default function PoliciesPage() {
  const { client } = useConsole();
  const query = useQuery({
    queryKey: ['policies'],
    queryFn: ({ signal }) => take(client.GET('/v1/policies', { signal })),
  });
  return (
    <Page
      title="Policies"
      line="What a session can be judged by: a threshold of the passive score, the movements that are asked for, and how often each errs."
    >
      <Answered query={query} what="the policies" lines={8}>
        {(table) => {
          const most = scaleFor(
            table.policies.flatMap(({ apcer, bpcer }) => [intervalOf(apcer), intervalOf(bpcer)]),
          );
          return (
            <>
              <ModelNote table={table} />
              <ul className="f-policies" data-testid="policies">
                {table.policies.map((policy) => (
                  <li key={policy.name}>
                    <PolicyCard policy={policy} usual={policy.name === table.default} most={most} />
                  </li>
                ))}
              </ul>
              <p className="f-note">
                Rates are of single pictures, with 95 % intervals; a session joins many. APCER: attacks taken
                for bona fide, the worst species. BPCER: bona fide taken for attacks (ISO/IEC 30107-3).
              </p>
            </>
          );
        }}
      </Answered>
    </Page>
  );
}
