import type { Schemas } from '../../client';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Facts';
import { Time } from '../../ui/Time';
import { wordOf, wordsOf } from '../../ui/words';

/** What was ordered, and when it went how. */
export function OrderCard({ session }: { readonly session: Schemas['Session'] }) {
  const { policy, policy_title, exclude, excluded, person_may_exclude, model, metadata } = session;
  const own = excluded.filter((act) => !exclude.includes(act));
  return (
    <Card title="Order">
      <Facts
        facts={[
          ['Made', <Time at={session.created} />],
          ['Begun', <Time at={session.started} />],
          ['Ended', <Time at={session.ended} />],
          session.ended === null && ['Expires', <Time at={session.expires} />],
          ['Policy', policy_title || wordOf(policy)],
          ['Subject', session.subject_given ? 'Named' : 'None named'],
          ['Left out', wordsOf(exclude) || 'Nothing was to be left out'],
          own.length > 0 && ['Not asked for', wordsOf(own)],
          ['The person may leave acts out', person_may_exclude ? 'Yes' : 'No'],
          ['The browser is told', REVEALS[session.reveal]],
          ['Images kept', KEEPS[session.keep_images]],
          session.callback !== null && ['Callback', session.callback],
          model !== null && ['Model', <span title={model.sha256}>{model.name}</span>],
          Object.keys(metadata).length > 0 && [
            'Metadata',
            <code className="session-value">{JSON.stringify(metadata, null, 1)}</code>,
          ],
        ]}
      />
    </Card>
  );
}

const REVEALS: Record<Schemas['Session']['reveal'], string> = {
  nothing: 'Nothing',
  verdict: 'The verdict',
  token: 'The verdict and its token',
};

const KEEPS: Record<Schemas['Session']['keep_images'], string> = {
  none: 'None',
  reference: 'A reference',
  audit: 'A reference, and some for the audit',
};
