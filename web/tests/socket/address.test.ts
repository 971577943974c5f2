import { describe, expect, it } from 'vitest';
import { serverAddress } from '../../src/socket/address';

const hints = { search: '', meta: '', apiUrl: '', wsUrl: '', base: 'https://page.example/' };

describe('serverAddress', () => {
  it('is the page’s own origin unless told otherwise', () => {
    expect(serverAddress(hints)).toEqual({
      host: 'page.example',
      ws: 'wss://page.example/ws',
      health: 'https://page.example/health',
      logs: 'https://page.example/logs?limit=20',
      api: 'https://page.example/v1/',
      foreign: false,
    });
  });

  it('stays below the path of a reverse proxy', () => {
    const { ws } = serverAddress({ ...hints, base: 'http://localhost:8000/face/' });
    expect(ws).toBe('ws://localhost:8000/face/ws');
  });

  it('hears the page’s address first, then its host, then its build', () => {
    const all = {
      ...hints,
      search: '?server=https://said.example',
      meta: 'https://hosted.example/',
      apiUrl: 'https://built.example',
      wsUrl: 'wss://socket.example/ws',
    };
    expect(serverAddress(all)).toMatchObject({ ws: 'wss://said.example/ws', foreign: true });
    expect(serverAddress({ ...all, search: '' })).toMatchObject({ ws: 'wss://hosted.example/ws' });
    expect(serverAddress({ ...all, search: '', meta: '' })).toMatchObject({
      ws: 'wss://socket.example/ws',
      health: 'https://built.example/health',
    });
  });

  it('keeps the path of the server it was told', () => {
    const { health } = serverAddress({ ...hints, search: '?server=https://a.example/face' });
    expect(health).toBe('https://a.example/face/health');
  });

  it.each([['javascript:alert(1)'], ['ftp://a.example'], ['a.example'], [''], ['//a.example']])(
    'does not hear %j',
    (server) => {
      const search = `?server=${encodeURIComponent(server)}`;
      expect(serverAddress({ ...hints, search }).host).toBe('page.example');
    },
  );
});
