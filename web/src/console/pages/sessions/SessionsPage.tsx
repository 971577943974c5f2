import { useQuery } from '@tanstack/react-query';
import { take } from '../../client';
import type { Schemas } from '../../client';
import { useConsole } from '../../context';
import type { PageProps } from '../../pages';
import { hrefOf } from '../../route';
import { Answered } from '../../ui/Answered';
import { Card } from '../../ui/Card';
import { Empty } from '../../ui/Empty';
import { Icon } from '../../ui/Icon';
import { Page } from '../../ui/Page';
import { FilterBar } from './FilterBar';
import { areSet, askedOf, filtersOf } from './filters';
import type { Filters } from './filters';
import { SessionTable } from './SessionTable';
import './sessions.css';

/** All sessions, the newest first, narrowed by what stands in the address. */
export default function SessionsPage({ place }: PageProps) {
  const { client } = useConsole();
  const filters = filtersOf(place.query);
  const cursor = place.query.get('cursor');
  const query = askedOf(filters, cursor);
  const asked = useQuery({
    queryKey: ['sessions', query],
    queryFn: ({ signal }) => take(client.GET('/v1/sessions', { params: { query }, signal })),
  });
  return (
    <Page
      title="Sessions"
      line="Every check that was ordered, the newest first."
      actions={
        <button
          type="button"
          className="button small"
          disabled={asked.isFetching}
          onClick={() => void asked.refetch()}
        >
          <Icon name="redo" size={18} />
          Read anew
        </button>
      }
    >
      <FilterBar filters={filters} />
      <Card flush>
        <Answered query={asked} what="the sessions" lines={8}>
          {(page) => <Listed page={page} filters={filters} cursor={cursor} />}
        </Answered>
      </Card>
    </Page>
  );
}

interface ListedProps {
  readonly page: Schemas['SessionPage'];
  readonly filters: Filters;
  readonly cursor: string | null;
}

function Listed({ page: { sessions, next }, filters, cursor }: ListedProps) {
  if (sessions.length === 0) return <None filters={filters} later={cursor !== null} />;
  return (
    <>
      <SessionTable sessions={sessions} />
      {(next !== null || cursor !== null) && (
        <nav className="c-pager" aria-label="Pages of the list">
          {cursor === null ? (
            <span>The newest</span>
          ) : (
            <a className="button small" href={hrefOf(['sessions'], filters)}>
              <Icon name="back" size={18} />
              The newest
            </a>
          )}
          {next === null ? (
            <span>There are no older ones</span>
          ) : (
            <a className="button small" href={hrefOf(['sessions'], { ...filters, cursor: next })}>
              Older
              <Icon name="next" size={18} />
            </a>
          )}
        </nav>
      )}
    </>
  );
}

function None({ filters, later }: { readonly filters: Filters; readonly later: boolean }) {
  if (!areSet(filters) && !later) {
    return (
      <Empty icon="sessions" title="There are no sessions yet">
        Your server orders one with <code>POST /v1/sessions</code>; it is listed here at once.
      </Empty>
    );
  }
  return (
    <Empty
      icon="filter"
      title="No session is like that"
      action={
        <a className="button small" href={hrefOf(['sessions'])}>
          Show all
        </a>
      }
    >
      Ask for less, or for another time.
    </Empty>
  );
}
