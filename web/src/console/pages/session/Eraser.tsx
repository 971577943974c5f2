import { useMutation } from '@tanstack/react-query';
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

/** Asks whether the session is to be erased, and erases it. */
export function Eraser({ id, onErased, onLeave }: Props) {
  const { client } = useConsole();
  const erasing = useMutation({
    mutationFn: () => take(client.DELETE('/v1/sessions/{session}', { params: { path: { session: id } } })),
    onSuccess: onErased,
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
