import { useCallback } from 'react';
import type { ConnectionState } from '../../socket/connection';
import { getJson, parseHealth } from '../../socket/rest';
import type { Health } from '../../socket/rest';
import { usePolling } from '../shared/use-polling';
import type { Polled } from '../shared/use-polling';

const EVERY_MS = 8000;

/** How the server fares; asked again whenever this page's own connection changes, since it takes a place there. */
export function useHealth(url: string, connection: ConnectionState): Polled<Health> {
  const load = useCallback((signal: AbortSignal) => getJson(url, parseHealth, signal), [url]);
  return usePolling(load, EVERY_MS, connection);
}
