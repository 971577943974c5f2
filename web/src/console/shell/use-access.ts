import { hashKey, useQuery, useQueryClient } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '../../socket/api';
import { take } from '../client';
import type { Schemas, Server } from '../client';
import type { Access } from '../context';
import { isLockedOut, ProblemError, problemOf } from '../problem';

const KEY = ['key'];
const isAsking = ({ queryHash }: { readonly queryHash: string }): boolean => queryHash === hashKey(KEY);

interface Gate {
  readonly asked: UseQueryResult<Schemas['KeyInfo']>;
  /** Null while it is not known, or where nothing is allowed. */
  readonly access: Access | null;
  /** Why the door is shut; null where it is not, or that is not known yet. */
  readonly shut: Problem | null;
  readonly enter: (key: string) => void;
  readonly leave: () => void;
}

/** What may be done here: asked with the key that is at hand, and anew when any question is refused for it. */
export function useAccess(server: Server): Gate {
  const queries = useQueryClient();
  /** Why a key that had been good was refused. */
  const [refused, setRefused] = useState<Problem | null>(null);
  const asked = useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => take(server.client.GET('/v1/key', { signal })),
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });

  const renew = useCallback(
    (key: string | null, why: Problem | null) => {
      server.useKey(key);
      setRefused(why);
      queries.removeQueries({ predicate: (query) => !isAsking(query) });
      void queries.resetQueries({ queryKey: KEY });
    },
    [server, queries],
  );

  useEffect(() => {
    const watch = (error: unknown) => {
      if (isLockedOut(error)) renew(null, problemOf(error));
    };
    const calls = [
      queries.getQueryCache().subscribe((event) => {
        if (event.type !== 'updated' || event.action.type !== 'error' || isAsking(event.query)) return;
        watch(event.action.error);
      }),
      queries.getMutationCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error') watch(event.action.error);
      }),
      server.api.watch(({ problem }) => watch(new ProblemError(problem))),
    ];
    return () => calls.forEach((callOff) => callOff());
  }, [queries, server, renew]);

  const { data, error } = asked;
  return {
    asked,
    access: data ? { scopes: data.scopes, locked: data.locked, keyId: data.key_id } : null,
    shut: isLockedOut(error) ? (refused ?? problemOf(error)) : null,
    enter: (key) => renew(key, null),
    leave: () => renew(null, null),
  };
}
