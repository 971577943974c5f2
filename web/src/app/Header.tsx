import { Connection, ServerState } from '../features/status/States';
import type { Polled } from '../features/shared/use-polling';
import type { ConnectionState } from '../socket/connection';
import type { Health } from '../socket/rest';
import { texts } from '../texts';
import { Mark } from './Mark';
import { Nav } from './Nav';
import type { Page } from './route';

interface Props {
  readonly page: Page;
  readonly connection: ConnectionState;
  readonly health: Polled<Health>;
}

export function Header({ page, connection, health }: Props) {
  return (
    <header className="header">
      <h1 className="brand">
        <Mark />
        {texts.name}
      </h1>
      <Nav page={page} />
      <span className="states">
        <ServerState {...health} />
        {page === 'live' && <Connection state={connection} />}
      </span>
    </header>
  );
}
