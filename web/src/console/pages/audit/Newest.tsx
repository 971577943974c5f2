import { useMutation, useQueryClient } from '@tanstack/react-query';
import { take } from '../../client';
import { useConsole } from '../../context';
import { ErrorState } from '../../ui/ErrorState';
import { newestFrom } from './newest';

interface Props {
  /** How many lines are to be shown. */
  readonly size: number;
  readonly onFirst: (first: number) => void;
}

/** Goes to the last lines. */
export function Newest({ size, onFirst }: Props) {
  const { client } = useConsole();
  const queries = useQueryClient();
  const seeking = useMutation({
    mutationFn: () =>
      newestFrom(
        (first) => take(client.GET('/v1/audit', { params: { query: { first, limit: size } } })),
        size,
      ),
    onSuccess: (first) => {
      onFirst(first);
      return queries.invalidateQueries({ queryKey: ['audit', first] });
    },
  });
  return (
    <>
      <button
        type="button"
        className="button small"
        data-testid="audit-newest"
        disabled={seeking.isPending}
        onClick={() => seeking.mutate()}
      >
        {seeking.isPending ? 'Looking…' : 'Newest'}
      </button>
      {seeking.isError && <ErrorState small error={seeking.error} what="Could not find the newest" />}
    </>
  );
}
