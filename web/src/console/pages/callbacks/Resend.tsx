import { useMutation, useQueryClient } from '@tanstack/react-query';
import { take } from '../../client';
import { useConsole } from '../../context';
import { ErrorState } from '../../ui/ErrorState';
import { Icon } from '../../ui/Icon';
import type { Callback } from './states';

/** Sends a callback once more; its receiver knows by its id that it is the same. */
export function Resend({ callback: { id, event, session } }: { readonly callback: Callback }) {
  const { client } = useConsole();
  const queries = useQueryClient();
  const resend = useMutation({
    mutationFn: () =>
      take(client.POST('/v1/callbacks/{callback}/resend', { params: { path: { callback: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['callbacks'] }),
  });
  return (
    <div className="f-resend">
      <button
        type="button"
        className="button small"
        data-testid="resend"
        disabled={resend.isPending}
        onClick={() => resend.mutate()}
      >
        <Icon name="redo" size={18} />
        {resend.isPending ? 'Sending…' : 'Send again'}
        <span className="unseen">
          {' '}
          ({event} of {session})
        </span>
      </button>
      <span role="status" className="f-soft">
        {resend.isSuccess && 'It is sent within seconds.'}
      </span>
      {resend.isError && <ErrorState small error={resend.error} what="Could not send it again" />}
    </div>
  );
}
