import type { Health } from '../../socket/rest';
import { texts } from '../../texts';

interface Props {
  readonly host: string;
  readonly health: Health | null;
}

/** Which server, model and version answer; for whoever runs it. */
export function ServerFacts({ host, health }: Props) {
  const { connections, capacity } = health ?? {};
  const full = typeof connections === 'number' && typeof capacity === 'number';
  return (
    <footer className="facts">
      <dl>
        <Fact name={texts.server} value={host} />
        {health && <Fact name={texts.model} value={health.modelLoaded ? health.model : texts.modelMissing} />}
        {full && <Fact name={texts.places} value={texts.placesOf(connections, capacity)} />}
        {health && <Fact name={texts.version} value={health.version} />}
      </dl>
    </footer>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string | null }) {
  return value ? (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  ) : null;
}
