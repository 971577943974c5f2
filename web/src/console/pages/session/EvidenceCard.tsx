import type { Schemas } from '../../client';
import { isFields } from '../../../socket/narrow';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Facts';
import { Icon } from '../../ui/Icon';
import { wordOf } from '../../ui/words';
import { written } from './evidence';

/** The values of every cue, as they came; their names may change with a version. */
export function EvidenceCard({ session: { evidence } }: { readonly session: Schemas['Session'] }) {
  const cues = Object.entries(evidence).filter(
    ([, values]) => !isFields(values) || Object.keys(values).length > 0,
  );
  if (cues.length === 0) return null;
  return (
    <Card title="Evidence" line="The values of every cue that the verdict rests on.">
      {cues.map(([cue, values]) => (
        <details key={cue} className="session-cue">
          <summary>
            <Icon name="chevron" size={16} />
            {wordOf(cue)}
          </summary>
          <Facts
            facts={
              isFields(values)
                ? Object.entries(values).map(([name, value]) => [
                    wordOf(name),
                    <span className="session-value">{written(value)}</span>,
                  ])
                : [[wordOf(cue), written(values)]]
            }
          />
        </details>
      ))}
    </Card>
  );
}
