/** What every page of the console has at hand. */
import { createContext, useContext } from 'react';
import type { Api } from '../socket/api';
import type { ServerAddress } from '../socket/address';
import type { Client } from './client';

/** What the key may do; the names of the API's scopes. */
export interface Access {
  readonly scopes: readonly string[];
  /** Whether the server asks for a key at all. */
  readonly locked: boolean;
  readonly keyId: string | null;
}

export interface Console {
  /** Typed by OpenAPI: `take(client.GET('/v1/policies', { signal }))`. */
  readonly client: Client;
  /** The untyped way, for what is shared with the page of the first hour; it holds the same key. */
  readonly api: Api;
  readonly address: ServerAddress;
  /** For sockets, which take it as a subprotocol; null where none was needed. */
  readonly key: string | null;
  readonly access: Access;
}

export const ConsoleContext = createContext<Console | null>(null);

export function useConsole(): Console {
  const value = useContext(ConsoleContext);
  if (!value) throw new Error('expected a ConsoleContext around this part');
  return value;
}
