import { describe, expect, it } from 'vitest';
import { UNSEEN_MS } from '../../src/flow/vigil';
import { settle } from '../clock';
import { World } from '../world';
import { welcome } from '../wire';

describe('a page that is hidden', () => {
  it('may be so for a glance', async () => {
    const world = new World();
    await world.check.start();
    world.socket.says(welcome());
    world.hides(true);
    await world.clock.pass(UNSEEN_MS - 1);
    world.hides(false);
    await world.clock.pass(UNSEEN_MS);
    expect([world.now.phase, world.on]).toEqual(['running', 1]);
  });

  it('ends a check that has begun, and tells the server', async () => {
    const world = new World();
    await world.check.start();
    world.socket.says(welcome());
    world.hides(true);
    await world.clock.pass(UNSEEN_MS);
    expect([world.now.phase, world.on, world.socket.said.at(-1)]).toEqual([
      'cancelled',
      0,
      { type: 'leave' },
    ]);
  });

  it('is noticed where it was hidden before the camera was on', async () => {
    const world = new World();
    world.hidden = true;
    await world.check.start();
    expect(world.on).toBe(1);
    await world.clock.pass(UNSEEN_MS);
    expect([world.now.phase, world.on]).toEqual(['cancelled', 0]);
  });

  it('keeps its place while it waits, but not the camera, and goes on when it is seen', async () => {
    const world = new World();
    await world.check.start();
    world.socket.drops(4503, 'server_full');
    world.hides(true);
    await world.clock.pass(60_000);
    expect(world.now).toMatchObject({
      phase: 'waiting',
      problem: 'server_full',
      retryAt: null,
      stream: null,
    });
    expect([world.on, world.net.sockets.length]).toEqual([0, 1]);
    world.hides(false);
    await settle();
    expect([world.now.phase, world.on, world.net.sockets.length]).toEqual(['connecting', 1, 2]);
  });

  it('turns the camera on again only when the time of the next try has come', async () => {
    const world = new World();
    await world.check.start();
    world.socket.drops(4503, 'server_full');
    world.hides(true);
    await world.clock.pass(UNSEEN_MS);
    world.hides(false);
    await settle();
    expect([world.now.phase, world.on]).toEqual(['waiting', 0]);
    await world.clock.pass(2000);
    expect([world.now.phase, world.on]).toEqual(['connecting', 1]);
  });
});

describe('an element that is moved to another page', () => {
  it('is watched there, and not where it was', async () => {
    const world = new World();
    await world.check.start();
    const [before] = world.watchers;
    world.check.moved();
    expect([world.watchers.size, before && world.watchers.has(before)]).toEqual([1, false]);
    world.hidden = true;
    world.check.moved();
    await world.clock.pass(UNSEEN_MS);
    expect([world.now.phase, world.on]).toEqual(['cancelled', 0]);
  });

  it('is watched nowhere where nothing goes on', () => {
    const world = new World();
    world.check.moved();
    expect([world.watchers.size, world.clock.pending]).toEqual([0, 0]);
  });
});

describe('a page that goes away', () => {
  it('leaves a token that was not shown for another time', async () => {
    const world = new World();
    await world.check.start();
    world.changes('leaving');
    expect(world.now).toMatchObject({ phase: 'cancelled', canRetry: true });
    await world.check.start();
    expect(world.socket.address).toContain('fvs_first');
  });
});

describe('an element that goes', () => {
  it('is as before the first start, and can begin again', async () => {
    const world = new World();
    world.check.exclude(['head']);
    await world.check.start();
    world.check.stop();
    expect(world.now).toMatchObject({ phase: 'idle', excluded: [], session: null, cameras: [] });
    expect([world.on, world.watchers.size, world.clock.pending]).toEqual([0, 0, 0]);
    await world.check.start();
    expect(world.now.phase).toBe('connecting');
  });

  it('tells nobody any more who has asked not to be told', async () => {
    const world = new World();
    let heard = 0;
    const deaf = world.check.subscribe(() => {
      heard += 1;
    });
    deaf();
    await world.check.start();
    expect(heard).toBe(0);
  });
});
