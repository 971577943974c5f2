import { useQuery } from '@tanstack/react-query';
import { take } from '../../client';
import type { Schemas } from '../../client';
import { useConsole } from '../../context';
import { Answered } from '../../ui/Answered';
import { Badge } from '../../ui/Badge';
import { Card } from '../../ui/Card';
import { Copy, Id } from '../../ui/Copy';
import { Facts } from '../../ui/Facts';
import { moment } from '../../ui/format';
import { check } from './verify';
import type { Checked } from './verify';

/** What `disagreements` compares. */
const COVERED =
  'verdict, reasons, acts left out, policy and threshold, model, end, number and hash of the frames, transcript, ' +
  'comparison';
/** The token has none of it: the browser may get to see that. */
const OPEN = 'the passive score, the comparison’s score, the rest of the evidence, other times, metadata';

/** Whether the signed verdict holds, and whether it says what stands on this page. */
export function SignatureCard({ session }: { readonly session: Schemas['Session'] }) {
  if (session.token === null) {
    return (
      <Card title="Signature">
        <p className="c-card-line">Only a completed session has a signed verdict.</p>
      </Card>
    );
  }
  return <Verified session={session} token={session.token} />;
}

function Verified({ session, token }: { readonly session: Schemas['Session']; readonly token: string }) {
  const { client } = useConsole();
  const asked = useQuery({
    queryKey: ['signature', session.id, token],
    queryFn: async ({ signal }) => {
      const { keys } = await take(client.GET('/.well-known/jwks.json', { signal }));
      return check(session, keys);
    },
  });
  return (
    <Card
      title="Signature"
      line="Checked in this browser with the keys that this server publishes. An auditor uses a copy of them."
      actions={
        <>
          <span className="c-hint">Token</span>
          <Copy text={token} what="the token" />
        </>
      }
      testid="signature"
    >
      <Answered query={asked} what="the server’s keys" lines={3}>
        {(checked) => <Shown checked={checked} />}
      </Answered>
    </Card>
  );
}

function Shown({ checked }: { readonly checked: Checked }) {
  switch (checked.kind) {
    case 'holds':
      return <Holds {...checked} />;
    case 'broken':
      return (
        <>
          <Badge tone="bad">The signature does not hold</Badge>
          <p className="session-note">{checked.why} Do not rely on this verdict.</p>
        </>
      );
    case 'unable':
      return (
        <>
          <Badge tone="unsure">It cannot be checked here</Badge>
          <p className="session-note">
            {checked.why} <code>facevow verify</code> checks it anywhere.
          </p>
        </>
      );
  }
}

function Holds({ kid, issued, expires, expired, differs }: Extract<Checked, { readonly kind: 'holds' }>) {
  return (
    <>
      <div className="c-actions session-holds">
        <Badge tone="good">The signature holds</Badge>
        {differs.length === 0 ? (
          <Badge tone="good">What it covers is as shown here</Badge>
        ) : (
          <Badge tone="bad">It says otherwise</Badge>
        )}
        {expired && <Badge tone="unsure">Expired</Badge>}
      </div>
      {differs.length > 0 && (
        <p className="session-note" role="alert">
          Signed was another value of {differs.join(', ')}: the database was changed after the verdict.
        </p>
      )}
      <Facts
        facts={[
          issued !== null && ['Signed', moment(issued * 1000)],
          expires !== null && [expired ? 'Was valid until' : 'Valid until', moment(expires * 1000)],
          ['Covers', COVERED],
          ['Does not cover', OPEN],
          ['Key', <Id id={kid} what="the key’s name" short />],
        ]}
      />
    </>
  );
}
