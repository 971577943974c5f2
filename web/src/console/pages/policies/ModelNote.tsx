import type { Schemas } from '../../client';
import { Badge } from '../../ui/Badge';

/** Rates hold for one model: says so where another one runs. */
export function ModelNote({ table: { model, running, version } }: { readonly table: Schemas['Policies'] }) {
  if (running === model) {
    return (
      <p className="f-model" data-testid="model-note">
        <Badge tone="good">Rates hold</Badge>
        <span>
          Version {version}, measured on the model <b>{model}</b>, which is the one that runs here.
        </span>
      </p>
    );
  }
  return (
    <p className="f-model" data-testid="model-note">
      <Badge tone={running === null ? 'bad' : 'unsure'}>
        {running === null ? 'No model' : 'Another model'}
      </Badge>
      <span>
        The rates were measured on the model <b>{model}</b>.{' '}
        {running === null ? (
          'None runs on this server at present.'
        ) : (
          <>
            On this server <b>{running}</b> runs: measure it anew before you rely on them.
          </>
        )}
      </span>
    </p>
  );
}
