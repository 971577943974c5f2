import type { UseQueryResult } from '@tanstack/react-query';
import { ErrorState } from '../ui/ErrorState';
import { Loading } from '../ui/Loading';
import type { Server } from '../client';
import { Front } from './Front';
import { Offline } from './Offline';

interface Props {
  readonly query: UseQueryResult;
  readonly server: Server;
}

/** Before it is known what may be done here. */
export function Waiting({ query, server }: Props) {
  return (
    <Front>
      <Offline server={server} />
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : (
        <Loading what="what may be done here" lines={3} />
      )}
    </Front>
  );
}
