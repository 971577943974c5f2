import { useMutation, useQueryClient } from '@tanstack/react-query';
import { take } from '../../client';
import type { Schemas } from '../../client';
import { useConsole } from '../../context';
import { Confirm } from '../../ui/Confirm';
import { ErrorState } from '../../ui/ErrorState';

interface Props {
  readonly id: string;
  readonly onErased: (receipt: Schemas['Receipt']) => void;
  readonly onLeave: () => void;
}

/** What is read of one session, by the first words of its queries’ keys; the session’s id comes after them. */
const OF_ONE = ['session', 'frames', 'image', 'signature', 'callbacks-of'];
/** Lists that it may stand in. */
const LISTS = ['sessions', 'callbacks', 'live'];

/** Asks whether the session is to be erased, and erases it. */
export function Eraser({ id, onErased, onLeave }: Props) {
  const { client } = useConsole();
  const queries = useQueryClient();
  const erasing = useMutation({
    mutationFn: () => take(client.DELETE('/v1/sessions/{session}', { params: { path: { session: id } } })),
    onSuccess: (receipt) => {
      onErased(receipt);
      for (const read of OF_ONE) queries.removeQueries({ queryKey: [read, id] });
      for (const list of LISTS) queries.removeQueries({ queryKey: [list] });
    },
  });
  return (
    <Confirm
      question="Erase this session for good?"
      yes={erasing.isPending ? 'Erasing…' : 'Erase it'}
      busy={erasing.isPending}
      onYes={() => erasing.mutate()}
      onNo={onLeave}
    >
      <p className="c-card-line">
        Its images, its callbacks and its frames’ log go with it. What was enrolled from it stays. A stream of
        it is closed. The server signs a receipt.
      </p>
      {erasing.error && <ErrorState small error={erasing.error} what="It was not erased" />}
    </Confirm>
  );
}
