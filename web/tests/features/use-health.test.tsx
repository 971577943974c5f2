import { renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { useHealth } from '../../src/features/status/use-health';

afterEach(() => vi.unstubAllGlobals());

const healthy = (connections: number) =>
  Response.json({
    status: 'healthy',
    model_loaded: true,
    model: 'passive 1',
    active_check_enabled: false,
    connections,
    capacity: 32,
    version: '0.1.0',
  });

/** The number of places in use would otherwise be wrong until the next regular question. */
test('asks again as soon as the connection changes, and keeps the last answer meanwhile', async () => {
  let inUse = 0;
  vi.stubGlobal('fetch', () => Promise.resolve(healthy(inUse)));
  const { result, rerender } = renderHook(({ connection }) => useHealth('/health', connection), {
    initialProps: { connection: 'idle' as 'idle' | 'open' },
  });
  await waitFor(() => expect(result.current.value?.connections).toBe(0));
  inUse = 1;
  rerender({ connection: 'open' });
  expect(result.current.value?.connections).toBe(0);
  await waitFor(() => expect(result.current.value?.connections).toBe(1));
});
