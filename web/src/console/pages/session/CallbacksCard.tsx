import { useQuery } from '@tanstack/react-query';
import { take } from '../../client';
import type { Schemas } from '../../client';
import { useConsole } from '../../context';
import { hrefOf } from '../../route';
import { Answered } from '../../ui/Answered';
import { Badge } from '../../ui/Badge';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Facts';
import { count } from '../../ui/format';
import { Time } from '../../ui/Time';

/** What waits is tried again every few seconds: the card follows. */
const ANEW_MS = 10_000;

const waits = ({ delivered, given_up }: Schemas['CallbackInfo']): boolean =>
  delivered === null && given_up === null;

/** What was sent to the application's server about this session. */
export function CallbacksCard({ session }: { readonly session: Schemas['Session'] }) {
  const { access } = useConsole();
  if (session.callback === null) return null;
  if (access.locked && !access.scopes.includes('operate')) {
    return (
      <Card title="Callback">
        <p className="c-card-line">
          A key with the scope <code>operate</code> is needed to see whether it was delivered.
        </p>
      </Card>
    );
  }
  return <Sent session={session} />;
}

function Sent({ session }: { readonly session: Schemas['Session'] }) {
  const { client } = useConsole();
  const asked = useQuery({
    queryKey: ['callbacks-of', session.id, session.state],
    queryFn: ({ signal }) =>
      take(client.GET('/v1/callbacks', { params: { query: { session: session.id } }, signal })),
    refetchInterval: ({ state: { data } }) => (data?.callbacks.some(waits) ? ANEW_MS : false),
  });
  return (
    <Card title="Callback" actions={<a href={hrefOf(['callbacks'])}>All callbacks</a>}>
      <Answered query={asked} what="the callbacks" lines={2}>
        {({ callbacks }) =>
          callbacks.length === 0 ? (
            <p className="c-card-line">None was sent yet: it is told of the end of the session.</p>
          ) : (
            callbacks.map((callback) => <One key={callback.id} callback={callback} />)
          )
        }
      </Answered>
    </Card>
  );
}

const One = ({ callback }: { readonly callback: Schemas['CallbackInfo'] }) => (
  <Facts
    facts={[
      ['State', <State callback={callback} />],
      ['Event', callback.event],
      ['Sent to', callback.url],
      ['Attempts', count(callback.attempts)],
      callback.last_status !== null && ['Last answer', callback.last_status],
      callback.last_error !== null && ['Last error', callback.last_error],
      waits(callback) && ['Next attempt', <Time at={callback.due} />],
    ]}
  />
);

function State({ callback: { delivered, given_up } }: { readonly callback: Schemas['CallbackInfo'] }) {
  if (delivered !== null) return <Badge tone="good">Delivered</Badge>;
  return given_up === null ? (
    <Badge tone="unsure" icon="hourglass">
      Waiting
    </Badge>
  ) : (
    <Badge tone="bad">Given up</Badge>
  );
}
