import { describe, expect, it } from 'vitest';
import { Client } from '../../src/socket/client';
import type { ConnectionView } from '../../src/socket/connection';
import type { ServerMessage } from '../../src/socket/messages';
import { HandClock, result, socketMaker } from '../fakes';

const jpeg = new Blob(['jpeg']);

function setUp() {
  const clock = new HandClock();
  const net = socketMaker();
  const views: ConnectionView[] = [];
  const heard: [ServerMessage, number | null][] = [];
  const client = new Client({
    url: 'wss://example.org/ws',
    timers: clock,
    openSocket: net.open,
    luck: () => 1,
    onConnection: (view) => views.push(view),
    onMessage: (message, roundTrip) => heard.push([message, roundTrip]),
  });
  return { clock, net, views, heard, client, states: () => views.map(({ state }) => state) };
}

describe('Client', () => {
  it('greets with a ping and is open once the server answers', () => {
    const { client, net, states } = setUp();
    client.start();
    net.last().opens();
    expect(net.last().said).toEqual([{ type: 'ping' }]);
    expect(states()).toEqual(['connecting']);
    net.last().says({ type: 'pong' });
    expect(states()).toEqual(['connecting', 'open']);
  });

  it('keeps at most two frames under way', () => {
    const { client, net } = setUp();
    client.start();
    expect(client.sendFrame(jpeg)).toBeNull();
    net.last().welcomes();
    expect([client.sendFrame(jpeg), client.sendFrame(jpeg), client.sendFrame(jpeg)]).toEqual([1, 2, null]);
    net.last().says(result({ frame: 1 }));
    expect(client.sendFrame(jpeg)).toBe(3);
    expect(net.last().frames).toHaveLength(3);
  });

  it('tells the round trip of a result', async () => {
    const { client, net, clock, heard } = setUp();
    client.start();
    net.last().welcomes();
    client.sendFrame(jpeg);
    await clock.pass(70);
    net.last().says(result({ frame: 1 }));
    expect(heard.at(-1)).toEqual([result({ frame: 1 }), 70]);
  });

  it('ignores and counts malformed messages', () => {
    const { client, net, heard, states } = setUp();
    client.start();
    net.last().opens();
    net.last().says('{');
    net.last().says({ type: 'result' });
    expect([client.malformed, heard.length, states().at(-1)]).toEqual([2, 0, 'connecting']);
  });

  it('comes back after growing waits, and starts small again once it was open', async () => {
    const { client, net, clock, views } = setUp();
    client.start();
    const waits: number[] = [];
    for (let failure = 1; failure <= 3; failure += 1) {
      net.last().drops();
      const retryAt = views.at(-1)?.retryAt ?? 0;
      waits.push(retryAt - clock.now());
      await clock.pass(retryAt - clock.now());
    }
    expect(waits).toEqual([1000, 2000, 4000]);
    expect(net.sockets).toHaveLength(4);
    net.last().welcomes();
    net.last().drops();
    expect(views.at(-1)).toMatchObject({ state: 'waiting', failures: 1, cause: 'dropped' });
  });

  it('waits for a full server without ever calling itself open', async () => {
    const { client, net, clock, states, views } = setUp();
    client.start();
    net.last().opens();
    net.last().drops(1013);
    expect(views.at(-1)).toMatchObject({ state: 'full', cause: 'full', retryAt: 5000 });
    await clock.pass(5000);
    net.last().opens();
    net.last().drops(1013);
    expect(states()).toEqual(['connecting', 'full', 'connecting', 'full']);
    expect(views.at(-1)?.retryAt).toBe(15_000);
  });

  it.each([
    [1008, 'refused'],
    [1009, 'too_big'],
    [4401, 'key_needed'],
    [4403, 'key_lacks'],
    [4429, 'too_often'],
  ])('does not come back by itself after %i', async (code, cause) => {
    const { client, net, clock, views } = setUp();
    client.start();
    net.last().drops(code);
    await clock.pass(120_000);
    expect(views.at(-1)).toMatchObject({ state: 'refused', cause, retryAt: null });
    expect(net.sockets).toHaveLength(1);
    client.start();
    expect(net.sockets).toHaveLength(2);
  });

  it('comes back by itself to a server whose database was away', async () => {
    const { client, net, clock, views } = setUp();
    client.start();
    net.last().opens();
    net.last().drops(4500);
    expect(views.at(-1)).toMatchObject({ state: 'waiting', cause: 'broken', retryAt: 1000 });
    await clock.pass(1000);
    expect(net.sockets).toHaveLength(2);
  });

  it('tries at once when asked, and only once', async () => {
    const { client, net, clock } = setUp();
    client.start();
    net.last().drops();
    client.retryNow();
    client.retryNow();
    expect(net.sockets).toHaveLength(2);
    net.last().welcomes();
    await clock.pass(2000);
    expect(net.sockets).toHaveLength(2);
  });

  it('is at rest after stop: socket closed, nothing planned, late events unheard', async () => {
    const { client, net, clock, states, heard } = setUp();
    client.start();
    const socket = net.last();
    socket.welcomes();
    const before = heard.length;
    client.stop();
    socket.says(result());
    socket.drops();
    await clock.pass(120_000);
    expect(socket.closed).toBe(true);
    expect([states().at(-1), heard.length, clock.pending, net.sockets.length]).toEqual([
      'idle',
      before,
      0,
      1,
    ]);
  });

  it('pings a quiet server and gives up on a silent one', async () => {
    const { client, net, clock, states } = setUp();
    client.start();
    const socket = net.last();
    socket.welcomes();
    await clock.pass(3000);
    expect(socket.said).toHaveLength(2);
    await clock.pass(9000);
    expect(states().at(-1)).toBe('waiting');
    expect(socket.closed).toBe(true);
  });

  it('forgets frames whose answer was lost', async () => {
    const { client, net, clock } = setUp();
    client.start();
    net.last().welcomes();
    client.sendFrame(jpeg);
    client.sendFrame(jpeg);
    await clock.pass(3000);
    net.last().says({ type: 'pong' });
    expect(client.canSendFrame).toBe(false);
    await clock.pass(3000);
    expect(client.canSendFrame).toBe(true);
  });

  it('frees the place of a frame the server could not read', () => {
    const { client, net, heard } = setUp();
    client.start();
    net.last().welcomes();
    client.sendFrame(jpeg);
    client.sendFrame(jpeg);
    net.last().says({ type: 'error', code: 'bad_frame', message: 'no JPEG', frame: 1 });
    expect(client.canSendFrame).toBe(true);
    expect(heard.at(-1)?.[1]).toBeNull();
  });

  it('keeps a frame under way through an error that answers none', async () => {
    const { client, net, clock, heard } = setUp();
    client.start();
    net.last().welcomes();
    client.sendFrame(jpeg);
    client.sendFrame(jpeg);
    net.last().says({ type: 'error', code: 'challenge_impossible', message: 'too few' });
    expect(client.canSendFrame).toBe(false);
    await clock.pass(40);
    net.last().says(result({ frame: 1 }));
    expect(heard.at(-1)?.[1]).toBe(40);
  });

  it('tells whether a message went out', () => {
    const { client, net } = setUp();
    client.start();
    expect(client.say({ type: 'reset_active_check' })).toBe(false);
    net.last().welcomes();
    expect(client.say({ type: 'reset_active_check' })).toBe(true);
    expect(net.last().said).toEqual([{ type: 'ping' }, { type: 'reset_active_check' }]);
  });

  it('counts frames anew on each connection', async () => {
    const { client, net, clock } = setUp();
    client.start();
    net.last().welcomes();
    client.sendFrame(jpeg);
    client.sendFrame(jpeg);
    net.last().drops();
    await clock.pass(1000);
    net.last().welcomes();
    expect(client.sendFrame(jpeg)).toBe(1);
  });

  it('is refused where the browser will not open such an address', () => {
    const views: ConnectionView[] = [];
    const client = new Client({
      url: 'ws://example.org/ws',
      timers: new HandClock(),
      openSocket: () => {
        throw new DOMException('insecure', 'SecurityError');
      },
      luck: () => 1,
      onConnection: (view) => views.push(view),
      onMessage: () => undefined,
    });
    client.start();
    expect(views.at(-1)).toMatchObject({ state: 'refused', cause: 'refused' });
  });
});
