import { describe, expect, it } from 'vitest';
import { MUTED_MS } from '../../src/flow/lens';
import { settle } from '../clock';
import { World } from '../world';
import { due, ended, progress, welcome } from '../wire';

/** Each way out of a check in its midst, and where it leads. */
const EXITS: readonly (readonly [string, (world: World) => void | Promise<void>, string])[] = [
  ['the end', (world) => world.socket.says(ended()), 'done'],
  [
    'an end without a verdict',
    (world) => world.socket.says(ended({ state: 'ABORTED', ended_by: 'erased' })),
    'failed',
  ],
  ['the person who cancels', (world) => world.check.cancel(), 'cancelled'],
  ['the element that goes', (world) => world.check.stop(), 'idle'],
  ['a page that goes away', (world) => world.changes('leaving'), 'cancelled'],
  ['a page that is hidden', (world) => (world.hides(true), world.clock.pass(3000)), 'cancelled'],
  ['a cut', (world) => world.socket.drops(1006), 'failed'],
  ['a server that stops', (world) => world.socket.drops(1001, 'server_stopped'), 'failed'],
  ['a server that breaks', (world) => world.socket.drops(4500, 'broken'), 'failed'],
  ['a server that hears nothing', (world) => world.socket.drops(4408, 'silent'), 'failed'],
  ['a message too many', (world) => world.socket.drops(4400, 'bad_messages'), 'failed'],
  ['silence', (world) => world.clock.pass(12_000), 'failed'],
  ['time that is up', (world) => world.socket.drops(4410, 'session_expired'), 'failed'],
  ['a camera that is unplugged', (world) => world.tracks[0]?.onended?.(), 'failed'],
  [
    'a camera that gives no pictures for long',
    (world) => (world.tracks[0]?.onmute?.(), world.clock.pass(MUTED_MS)),
    'failed',
  ],
  [
    'what a person cannot do',
    (world) => {
      world.socket.says(progress({ active_check: due() }));
      world.check.cannot();
    },
    'failed',
  ],
];

describe('the camera', () => {
  it.each(EXITS)('is off after %s', async (_, happens, phase) => {
    const world = new World();
    await world.check.start();
    world.socket.says(welcome());
    await settle();
    expect([world.on, world.phases.at(-1)]).toEqual([1, 'running']);
    const { socket } = world;
    await happens(world);
    await settle();
    expect([world.now.phase, world.on, world.now.stream, socket.closed]).toEqual([phase, 0, null, true]);
    expect([world.watchers.size, world.clock.pending]).toEqual([0, 0]);
  });

  it.each([
    'camera_denied',
    'camera_absent',
    'camera_busy',
    'camera_insecure',
    'camera_unsupported',
    'camera_failed',
  ] as const)('that does not open is %s, and leaves the token as it was', async (problem) => {
    const world = new World();
    world.cameraProblem = problem;
    await world.check.start();
    const retriable = problem !== 'camera_insecure' && problem !== 'camera_unsupported';
    expect(world.now).toMatchObject({ phase: 'failed', problem, canRetry: retriable });
    expect(world.net.sockets).toHaveLength(0);
    world.cameraProblem = null;
    world.check.retry();
    await settle();
    expect(world.now.phase).toBe(retriable ? 'connecting' : 'failed');
  });

  it('that is unplugged before the stream began leaves the token as it was', async () => {
    const world = new World();
    await world.check.start();
    world.tracks[0]?.onended?.();
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'camera_lost', canRetry: true });
    world.check.retry();
    await settle();
    expect(world.socket.address).toContain('fvs_first');
  });

  it('that was gone before it could be listened to is lost, and off', async () => {
    const world = new World();
    world.prepareTrack = (track) => {
      track.readyState = 'ended';
    };
    await world.check.start();
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'camera_lost', canRetry: true });
    expect([world.on, world.net.sockets.length, world.clock.pending]).toEqual([0, 0, 0]);
  });

  it('may give no pictures for a moment', async () => {
    const world = new World();
    await world.check.start();
    world.tracks[0]?.onmute?.();
    await world.clock.pass(MUTED_MS - 1);
    world.tracks[0]?.onunmute?.();
    await world.clock.pass(MUTED_MS);
    expect([world.now.phase, world.on]).toEqual(['connecting', 1]);
  });

  it('that opens without pictures, and gives none, is lost', async () => {
    const world = new World();
    world.prepareTrack = (track) => {
      track.muted = true;
    };
    await world.check.start();
    await world.clock.pass(MUTED_MS);
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'camera_lost' });
  });

  it('that a browser takes from a hidden page leaves who waits their place', async () => {
    const world = new World();
    await world.check.start();
    world.socket.drops(4503, 'server_full');
    world.tracks[0]?.onmute?.();
    world.hides(true);
    await world.clock.pass(MUTED_MS);
    expect([world.now.phase, world.on]).toEqual(['waiting', 0]);
  });

  it('that opens after the person has cancelled goes off at once', async () => {
    const world = new World();
    let open: () => void = () => undefined;
    world.gate = new Promise((resolve) => {
      open = resolve;
    });
    const started = world.check.start();
    expect(world.now.phase).toBe('permission');
    world.check.cancel();
    open();
    await started;
    expect([world.now.phase, world.tracks.length, world.on, world.net.sockets.length]).toEqual([
      'cancelled',
      1,
      0,
      0,
    ]);
  });

  it('of an earlier start does not come between', async () => {
    const world = new World();
    let open: () => void = () => undefined;
    world.gate = new Promise((resolve) => {
      open = resolve;
    });
    const first = world.check.start();
    world.check.cancel();
    world.gate = null;
    await world.check.start();
    open();
    await first;
    expect([world.now.phase, world.tracks.length, world.on, world.net.sockets.length]).toEqual([
      'connecting',
      2,
      1,
      1,
    ]);
  });

  it('is the remembered one, but not where it is to look away from the person', async () => {
    const [own, away] = [new World(), new World({ facing: 'environment' })];
    own.remembered = 'desk';
    away.remembered = 'desk';
    await own.check.start();
    await away.check.start();
    expect([own.asked, away.asked]).toEqual([
      [{ id: 'desk', facing: 'user' }],
      [{ id: null, facing: 'environment' }],
    ]);
    expect([own.now.mirrored, away.now.mirrored]).toEqual([true, false]);
  });

  it('can be another one in the midst of it, and is remembered', async () => {
    const world = new World();
    await world.check.start();
    world.socket.says(welcome());
    world.check.chooseCamera('desk');
    expect([world.tracks[0]?.stopped, world.now.stream]).toEqual([true, null]);
    await settle();
    expect([world.on, world.tracks.length, world.now.cameraId, world.remembered]).toEqual([
      1,
      2,
      'desk',
      'desk',
    ]);
    expect([world.now.phase, world.socket.closed]).toEqual(['running', false]);
  });

  it('ends the check where the other one does not open', async () => {
    const world = new World();
    await world.check.start();
    world.socket.says(welcome());
    world.cameraProblem = 'camera_busy';
    world.check.chooseCamera('desk');
    await settle();
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'camera_busy', canRetry: false });
    expect([world.on, world.socket.closed]).toEqual([0, true]);
  });

  it('can be chosen beforehand', async () => {
    const world = new World();
    world.check.chooseCamera('desk');
    expect(world.asked).toEqual([]);
    await world.check.start();
    expect(world.asked).toEqual([{ id: 'desk', facing: 'user' }]);
  });

  it('is listed once it is allowed, and again when another one is plugged in', async () => {
    const world = new World();
    await world.check.start();
    await settle();
    expect(world.now.cameras).toEqual([{ id: 'front', label: 'Front' }]);
    const before = world.seen.length;
    world.changes('cameras');
    await settle();
    expect(world.seen.length).toBe(before + 1);
  });
});
