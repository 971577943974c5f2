import { useInfiniteQuery } from '@tanstack/react-query';
import { take } from '../../client';
import { useConsole } from '../../context';
import type { PageProps } from '../../pages';
import { go, hrefOf } from '../../route';
import { Answered } from '../../ui/Answered';
import { Card } from '../../ui/Card';
import { Empty } from '../../ui/Empty';
import { Page } from '../../ui/Page';
import { More } from '../shared/More';
import '../shared/shared.css';
import './audit.css';
import { AuditTable } from './AuditTable';
import { faultsIn } from './chain';
import { ChainNote } from './ChainNote';
import { FirstForm } from './FirstForm';
import { Newest } from './Newest';

const PAGE = 100;

/** Who did what, in lines that are chained by their hashes. */
export default function AuditPage({ place }: PageProps) {
  const { client } = useConsole();
  const first = numberIn(place.query.get('first'));
  const query = useInfiniteQuery({
    queryKey: ['audit', first],
    initialPageParam: first,
    queryFn: ({ pageParam, signal }) =>
      take(client.GET('/v1/audit', { params: { query: { first: pageParam, limit: PAGE } }, signal })),
    getNextPageParam: ({ next }) => next,
  });
  const goTo = (number: number | null) => go(hrefOf(['audit'], { first: number }), true);
  return (
    <Page
      title="Audit"
      line="Everything that was done with keys, people and settings. Each line holds the hash of the one before it, so that none can be changed or taken out unseen."
    >
      <Card
        flush
        title="Lines"
        line={first > 1 ? `From number ${first} on.` : 'From the first one on.'}
        actions={
          <>
            <FirstForm key={first} first={first} onFirst={goTo} />
            <Newest size={PAGE} onFirst={goTo} />
          </>
        }
      >
        <Answered query={query} what="the audit lines" lines={8}>
          {({ pages }) => {
            const lines = pages.flatMap((page) => page.lines);
            if (lines.length === 0) return <Nothing first={first} />;
            return (
              <>
                <ChainNote lines={lines} faults={faultsIn(lines)} />
                <AuditTable lines={lines} />
                <More
                  has={query.hasNextPage}
                  busy={query.isFetchingNextPage}
                  what="lines"
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

function Nothing({ first }: { readonly first: number }) {
  return first > 1 ? (
    <Empty title={`There is no line from number ${first} on`} icon="audit">
      <a href={hrefOf(['audit'])}>Read from the first one</a>
    </Empty>
  ) : (
    <Empty title="Nothing was done yet" icon="audit">
      Making a key, enrolling or erasing somebody and the like each leave a line here.
    </Empty>
  );
}

const numberIn = (text: string | null): number => {
  const number = Number(text);
  return Number.isSafeInteger(number) && number >= 1 ? number : 1;
};
