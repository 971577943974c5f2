import type { Schemas } from '../../client';
import { Badge } from '../../ui/Badge';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Facts';
import { count, score } from '../../ui/format';

/** Whether it was the person that it should be. */
export function MatchCard({ session: { compare, match } }: { readonly session: Schemas['Session'] }) {
  const whom =
    compare === 'reference' ? 'the image that came with the order' : 'what is enrolled of the subject';
  return (
    <Card title="Comparison" line={`Compared with ${whom}.`}>
      {match === null ? (
        <p className="c-card-line">It came to nothing: the session is not over, or was not completed.</p>
      ) : (
        <Facts
          facts={[
            [
              'Result',
              match.matched ? (
                <Badge tone="good">The same person</Badge>
              ) : (
                <Badge tone="unsure">Not matched</Badge>
              ),
            ],
            ['Score', `${score(match.score)}, and ${score(match.threshold)} is needed`],
            ['Faces compared', count(match.frames)],
            ['Matcher', match.matcher],
          ]}
        />
      )}
    </Card>
  );
}
