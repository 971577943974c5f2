import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isWithdrawn, problemOf } from '../problem';
import { ErrorState } from './ErrorState';
import { Loading } from './Loading';

interface Props<Data> {
  readonly query: UseQueryResult<Data>;
  /** What is read, as in "the sessions". */
  readonly what: string;
  readonly lines?: number;
  readonly children: (data: Data) => ReactNode;
}

/**
 * What a query came to: its value; a place kept free before the first answer; what went wrong. A value once read stays
 * when a later reading fails, with a note above it unless the server is away: then the banner of the console says so
 * already. It does not stay where it is gone, or no longer to be seen.
 */
export function Answered<Data>({ query, what, lines, children }: Props<Data>) {
  const { data, error, refetch } = query;
  const retry = () => void refetch();
  if (data === undefined || isWithdrawn(error)) {
    if (error) return <ErrorState error={error} what={`Could not read ${what}`} onRetry={retry} />;
    return <Loading what={what} {...(lines === undefined ? {} : { lines })} />;
  }
  return (
    <>
      {error && problemOf(error).code !== 'away' && (
        <ErrorState small error={error} what={`Could not read ${what} anew`} onRetry={retry} />
      )}
      {children(data)}
    </>
  );
}
