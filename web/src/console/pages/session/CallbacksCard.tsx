import { useQuery } from '@tanstack/react-query';
import { take } from '../../client';
import type { Client, Schemas } from '../../client';
import { useConsole } from '../../context';
import { hrefOf } from '../../route';
import { Answered } from '../../ui/Answered';
import { Badge } from '../../ui/Badge';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Facts';
import { count } from '../../ui/format';
import { Time } from '../../ui/Time';

/** The most that is listed at once, and how far back it is looked. */
const LIMIT = 100;
const PAGES = 5;

interface Found {
  readonly callbacks: readonly Schemas['CallbackInfo'][];
  /** Whether all since the session was made were looked through. */
  readonly whole: boolean;
}

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
    queryFn: ({ signal }) => callbacksOf(client, session, signal),
  });
  return (
    <Card title="Callback" actions={<a href={hrefOf(['callbacks'])}>All callbacks</a>}>
      <Answered query={asked} what="the callbacks" lines={2}>
        {({ callbacks, whole }) =>
          callbacks.length === 0 ? (
            <p className="c-card-line">
              {whole
                ? 'None was sent yet: it is told of the end of the session.'
                : 'It is further back than was looked here.'}
            </p>
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
      callback.delivered === null &&
        callback.given_up === null && ['Next attempt', <Time at={callback.due} />],
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

/** Callbacks are listed the newest first: those of a session stand before any that is older than it. */
async function callbacksOf(
  client: Client,
  { id, created }: Schemas['Session'],
  signal: AbortSignal,
): Promise<Found> {
  const callbacks: Schemas['CallbackInfo'][] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    const query: { limit: number; cursor: string | null } = { limit: LIMIT, cursor };
    const answer: Schemas['CallbackPage'] = await take(
      client.GET('/v1/callbacks', { params: { query }, signal }),
    );
    callbacks.push(...answer.callbacks.filter(({ session }) => session === id));
    const oldest = answer.callbacks.at(-1);
    if (answer.next === null || !oldest || Date.parse(oldest.created) < Date.parse(created)) {
      return { callbacks, whole: true };
    }
    cursor = answer.next;
  }
  return { callbacks, whole: false };
}
