import { describe, expect, it } from 'vitest';
import { settle } from '../clock';
import { OTHER_TOKEN, welcome } from '../wire';
import { tokens, World } from '../world';

describe('what is held', () => {
  const cut = async (world: World) => {
    world.tracks.at(-1)?.onended?.();
    await settle();
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'camera_lost' });
  };
  const begun = async (source = tokens()) => {
    const world = new World({ sessionToken: null, newSession: source.newSession });
    await world.check.start();
    expect(world.socket.address).toContain('fvs_no1');
    return { world, source };
  };

  it('is kept for the person who tries again', async () => {
    const { world, source } = await begun();
    await cut(world);
    await world.check.start();
    expect([source.given, world.net.sockets.length]).toEqual([1, 2]);
    expect(world.socket.address).toContain('fvs_no1');
  });

  it.each<[string, (world: World) => unknown]>([
    ['has cancelled', (world) => world.check.cancel()],
    ['has left', (world) => world.changes('leaving')],
    ['is gone with the element', (world) => world.check.stop()],
  ])('is not for the next person when the one before %s', async (_, happens) => {
    const { world, source } = await begun();
    happens(world);
    await world.check.start();
    expect([source.given, world.now.session]).toEqual([2, 'fvs_no2']);
  });

  it('is not for another server, nor for whom another session would be made', async () => {
    const { world, source } = await begun();
    await cut(world);
    world.options = { ...world.options, server: 'https://other.example' };
    await world.check.start();
    expect([source.given, world.socket.address]).toEqual([
      2,
      'wss://other.example/v1/sessions/fvs_no2/stream',
    ]);
    await cut(world);
    world.options = { ...world.options, newSession: () => Promise.resolve(OTHER_TOKEN) };
    await world.check.start();
    expect([source.given, world.now.session]).toEqual([2, 'fvs_second']);
  });

  it('that the page gave, and gives no more, is not used any more', async () => {
    const world = new World();
    await world.check.start();
    world.check.cancel();
    world.options = { ...world.options, sessionToken: null, newSession: tokens().newSession };
    await world.check.start();
    expect(world.now.session).toBe('fvs_no1');
  });
});

describe('another server', () => {
  const OTHER = 'https://other.example';

  it('counts from the next start on, not in the midst of a wait', async () => {
    const world = new World();
    await world.check.start();
    world.options = { ...world.options, server: OTHER };
    world.socket.drops(4503, 'server_full');
    await world.clock.pass(5000);
    expect(world.socket.address).toContain('live.example');
    world.check.cancel();
    await world.check.start();
    expect(world.socket.address).toContain('other.example');
  });

  it('brings its own way to sessions, which is not asked for those of the one before', async () => {
    const [before, after] = [tokens(), tokens()];
    const world = new World({ newSession: before.newSession });
    await world.check.start();
    world.socket.says(welcome());
    world.options = { ...world.options, server: OTHER, newSession: after.newSession };
    world.socket.drops();
    await world.clock.pass(1000);
    expect([before.given, after.given, world.socket.address]).toEqual([
      1,
      0,
      'wss://live.example/v1/sessions/fvs_no1/stream',
    ]);
  });

  it('or not: a way to sessions may come in the midst of it', async () => {
    const world = new World();
    await world.check.start();
    world.socket.says(welcome());
    world.options = { ...world.options, newSession: tokens().newSession };
    world.socket.drops();
    expect(world.now).toMatchObject({ phase: 'waiting', problem: 'connection_lost' });
  });
});
