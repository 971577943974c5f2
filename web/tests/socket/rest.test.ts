import { afterEach, describe, expect, it, vi } from 'vitest';
import { getJson, parseHealth, parseLogs } from '../../src/socket/rest';

const health = {
  status: 'healthy',
  model_loaded: true,
  model: 'passive',
  active_check_enabled: false,
  connections: 2,
  capacity: 8,
  version: '0.1.0',
};
const entry = {
  id: 3,
  timestamp: '2026-01-02T03:04:05Z',
  face_detected: true,
  is_real: true,
  confidence: 0.9,
  active_check_passed: false,
  verdict: 'BONA_FIDE',
};
const signal = new AbortController().signal;

afterEach(() => vi.unstubAllGlobals());

describe('parseHealth', () => {
  it('takes a full report', () => {
    expect(parseHealth(health)).toMatchObject({
      status: 'healthy',
      modelLoaded: true,
      connections: 2,
      capacity: 8,
    });
  });

  it('takes a degraded server that has no model to name', () => {
    const report = parseHealth({ ...health, status: 'degraded', model_loaded: false, model: null });
    expect(report).toMatchObject({ status: 'degraded', modelLoaded: false, model: null });
  });

  it.each([[null], [[]], [{ ...health, status: 'fine' }], [{ ...health, model_loaded: 1 }]])(
    'refuses %j',
    (value) => {
      expect(parseHealth(value)).toBeNull();
    },
  );
});

describe('parseLogs', () => {
  it('keeps the order and leaves out malformed entries', () => {
    const logs = [entry, { ...entry, id: 2, timestamp: 'yesterday' }, null, { ...entry, id: 1 }];
    expect(parseLogs({ logs })?.map(({ id }) => id)).toEqual([3, 1]);
  });

  it.each([[{}], [{ logs: {} }], [[entry]]])('refuses %j', (value) => {
    expect(parseLogs(value)).toBeNull();
  });
});

describe('getJson', () => {
  const answering = (response: Response) => vi.stubGlobal('fetch', () => Promise.resolve(response));

  it('gives what the server said', async () => {
    answering(Response.json(health));
    expect(await getJson('/health', parseHealth, signal)).toMatchObject({ version: '0.1.0' });
  });

  it('throws for a refusal', async () => {
    answering(new Response('', { status: 503 }));
    await expect(getJson('/health', parseHealth, signal)).rejects.toThrow('503');
  });

  it('throws for a malformed answer', async () => {
    answering(Response.json({ status: 'fine' }));
    await expect(getJson('/health', parseHealth, signal)).rejects.toThrow('malformed');
  });
});
