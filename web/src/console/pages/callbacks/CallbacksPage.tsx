import { useInfiniteQuery } from '@tanstack/react-query';
import { take } from '../../client';
import { useConsole } from '../../context';
import type { PageProps } from '../../pages';
import { go, hrefOf } from '../../route';
import { Answered } from '../../ui/Answered';
import { Card } from '../../ui/Card';
import { Empty } from '../../ui/Empty';
import { Segments } from '../../ui/Field';
import { Page } from '../../ui/Page';
import { More } from '../shared/More';
import '../shared/shared.css';
import './callbacks.css';
import { CallbackTable } from './CallbackTable';
import { isState, NOTHING, STATES } from './states';
import type { State } from './states';

const PAGE = 50;
/** What waits is tried again every few seconds: the list follows. */
const ANEW_MS = 10_000;

/** What the server tells applications about their sessions, and whether they have heard it. */
export default function CallbacksPage({ place }: PageProps) {
  const { client } = useConsole();
  const asked = place.query.get('state') ?? '';
  const state: State | null = isState(asked) ? asked : null;
  const query = useInfiniteQuery({
    queryKey: ['callbacks', state],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      take(
        client.GET('/v1/callbacks', {
          params: {
            query: { limit: PAGE, ...(state && { state }), ...(pageParam && { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    getNextPageParam: ({ next }) => next,
    refetchInterval: ANEW_MS,
  });
  return (
    <Page
      title="Callbacks"
      line="What this server posts to applications when a session ends, signed, until they answer."
    >
      <Card
        flush
        title={state === null ? 'All callbacks' : STATES[state].title}
        line="The newest first."
        actions={
          <Segments
            label="Which callbacks"
            value={state ?? ''}
            options={[
              { value: '', name: 'All' },
              ...Object.entries(STATES).map(([value, { word }]) => ({ value, name: word })),
            ]}
            onChange={(value) => go(hrefOf(['callbacks'], { state: value }), true)}
            testid="callback-state"
          />
        }
      >
        <Answered query={query} what="the callbacks">
          {({ pages }) => {
            const rows = pages.flatMap(({ callbacks }) => callbacks);
            return rows.length === 0 ? (
              <Empty title={state === null ? 'No callbacks yet' : NOTHING[state]} icon="callbacks">
                {state === null && (
                  <>
                    A session that is made with a <code>callback</code> gets one when it ends.
                  </>
                )}
              </Empty>
            ) : (
              <>
                <CallbackTable rows={rows} />
                <More
                  has={query.hasNextPage}
                  busy={query.isFetchingNextPage}
                  what="callbacks"
                  onMore={() => void query.fetchNextPage()}
                />
              </>
            );
          }}
        </Answered>
      </Card>
    </Page>
  );
}
