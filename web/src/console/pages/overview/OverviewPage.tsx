import { useQuery } from '@tanstack/react-query';
import { take } from '../../client';
import { useConsole } from '../../context';
import type { PageProps } from '../../pages';
import { Answered } from '../../ui/Answered';
import { Empty } from '../../ui/Empty';
import { Page } from '../../ui/Page';
import '../shared/shared.css';
import './overview.css';
import { Charts } from './Charts';
import { Choices } from './Choices';
import { policyOf } from './policy';
import { Summary } from './Summary';
import { spanOf, stepOf } from './span';

/** Often enough to watch, seldom enough not to be work for the server. */
const ANEW_MS = 30_000;

/** What came of the sessions of a while, and how long they took. */
export default function OverviewPage({ place: { query: asked } }: PageProps) {
  const { client } = useConsole();
  const span = spanOf(asked.get('span'));
  const step = stepOf(span, asked.get('step'));
  const policy = policyOf(asked.get('policy'));
  const query = useQuery({
    queryKey: ['statistics', span.id, step, policy],
    queryFn: ({ signal }) =>
      take(
        client.GET('/v1/statistics', {
          params: { query: { from: beginOf(span.seconds), step, ...(policy && { policy }) } },
          signal,
        }),
      ),
    refetchInterval: ANEW_MS,
  });
  return (
    <Page title="Overview" line="What came of the sessions, why, and how long they took.">
      <Choices span={span} step={step} policy={policy} />
      <Answered query={query} what="the figures" lines={10}>
        {(statistics) => (
          <>
            <Summary totals={statistics.totals} since={statistics.from} />
            {statistics.totals.sessions === 0 ? (
              <Empty title={`No session in the last ${span.name}`} icon="overview">
                <p>
                  An application makes one by <code>POST /v1/sessions</code>. Choose a longer time to see
                  earlier ones.
                </p>
              </Empty>
            ) : (
              <Charts statistics={statistics} />
            )}
          </>
        )}
      </Answered>
    </Page>
  );
}

/** As the API takes a moment. */
const beginOf = (seconds: number): string => new Date(Date.now() - 1000 * seconds).toISOString();
