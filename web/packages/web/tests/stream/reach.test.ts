import { describe, expect, it } from 'vitest';
import { reach, REACH_MS } from '../../src/stream/reach';
import { HandClock } from '../clock';
import { FakeSocket } from '../wire';

function setUp() {
  const clock = new HandClock();
  const socket = new FakeSocket();
  return { clock, socket, reached: reach(clock, () => socket) };
}

describe('reach', () => {
  it('has reached a server that answers', async () => {
    const { clock, socket, reached } = setUp();
    await clock.pass(40);
    socket.says({ type: 'pong' });
    expect(await reached).toEqual({ ok: true, end: null, detail: 'answered in 40 ms' });
    expect([socket.closed, clock.pending]).toEqual([true, 0]);
  });

  it('says why a server would not have it', async () => {
    const { socket, reached } = setUp();
    socket.drops(4403, 'origin_refused');
    expect(await reached).toEqual({
      ok: false,
      end: 'origin_refused',
      detail: 'closed with 4403 origin_refused',
    });
  });

  it('has not reached what closes without an answer, whatever it calls that', async () => {
    const { socket, reached } = setUp();
    socket.says('{"type":"hello"}');
    socket.drops(1000, 'ready');
    expect(await reached).toMatchObject({ ok: false, end: null });
  });

  it('waits for ten seconds and no longer', async () => {
    const { clock, socket, reached } = setUp();
    await clock.pass(REACH_MS);
    expect(await reached).toMatchObject({ ok: false, end: null });
    expect(socket.closed).toBe(true);
  });

  it('does not throw what the browser throws', async () => {
    const refused = reach(new HandClock(), () => {
      throw new TypeError('no address');
    });
    expect(await refused).toMatchObject({ ok: false, end: 'protocol_error' });
  });
});
