import { Connection, ServerState } from '../features/status/States';
import type { Polled } from '../features/shared/use-polling';
import type { ConnectionState } from '../socket/connection';
import type { Health } from '../socket/rest';
import { texts } from '../texts';
import { Mark } from './Mark';

interface Props {
  readonly connection: ConnectionState;
  readonly health: Polled<Health>;
}

export function Header({ connection, health }: Props) {
  return (
    <header className="header">
      <h1 className="brand">
        <Mark />
        {texts.name}
      </h1>
      <span className="states">
        <ServerState {...health} />
        <Connection state={connection} />
      </span>
    </header>
  );
}
