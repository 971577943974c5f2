import { useCallback } from 'react';
import { getJson, parseHealth } from '../../socket/rest';
import type { Health } from '../../socket/rest';
import { usePolling } from '../shared/use-polling';
import type { Polled } from '../shared/use-polling';

const EVERY_MS = 8000;

export function useHealth(url: string): Polled<Health> {
  const load = useCallback((signal: AbortSignal) => getJson(url, parseHealth, signal), [url]);
  return usePolling(load, EVERY_MS);
}
