import type { ConnectionState } from '../../socket/connection';
import type { Health } from '../../socket/rest';
import { texts } from '../../texts';
import type { Polled } from '../shared/use-polling';
import type { Tone } from '../shared/tone';
import { Pill } from './Pill';

const TONES: Record<ConnectionState, Tone> = {
  idle: 'quiet',
  connecting: 'unsure',
  open: 'good',
  waiting: 'unsure',
  full: 'unsure',
  refused: 'bad',
};

export function Connection({ state }: { readonly state: ConnectionState }) {
  return (
    <Pill tone={TONES[state]} state={state} testId="connection">
      {texts.connection[state]}
    </Pill>
  );
}

export function ServerState({ value, failed }: Polled<Health>) {
  const [tone, state, words] = judge(value, failed);
  return (
    <Pill tone={tone} state={state} testId="server">
      {words}
    </Pill>
  );
}

function judge(health: Health | null, failed: boolean): [Tone, string, string] {
  if (failed) return ['bad', 'away', texts.serverAway];
  if (!health) return ['quiet', 'asking', texts.serverAsking];
  if (health.status === 'healthy' && health.modelLoaded) return ['good', 'healthy', texts.serverHealthy];
  return ['unsure', 'degraded', texts.serverDegraded];
}
