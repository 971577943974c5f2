import { describe, expect, it } from 'vitest';
import { SILENCE_MS, STORING_MS } from '../../src/flow/deciding';
import { settle } from '../clock';
import { World } from '../world';
import { asked, check, due, ended, OTHER_TOKEN, progress, TOKEN, welcome } from '../wire';

/** A check whose stream has begun. */
async function running(world = new World()): Promise<World> {
  await world.check.start();
  world.socket.says(welcome());
  await settle();
  return world;
}

/** All but done with the last act. */
const ALMOST = due({ number: 3, of: 3, progress: 0.9 });

describe('the way of a check', () => {
  it('leads from the camera over the stream to its end', async () => {
    const world = await running();
    await world.clock.pass(200);
    world.socket.answers();
    world.socket.says(ended());
    expect(world.phases).toEqual(['permission', 'connecting', 'running', 'done']);
    expect(world.now).toMatchObject({ stream: null, problem: null, ended: { state: 'COMPLETED' } });
    expect([world.on, world.socket.closed, world.clock.pending, world.watchers.size]).toEqual([
      0,
      true,
      0,
      0,
    ]);
  });

  it('shows the token among the subprotocols of the session’s own address', async () => {
    const { socket } = await running();
    expect([socket.address, socket.protocols]).toEqual([
      'wss://live.example/v1/sessions/fvs_first/stream',
      ['facevow.v1', 'facevow.token.fvt_secret'],
    ]);
  });

  it('sends frames at a pace, and no more than the server answers', async () => {
    const world = await running();
    await world.clock.pass(1000);
    expect(world.socket.frames).toHaveLength(2);
    world.socket.answers();
    await world.clock.pass(1000);
    expect(world.socket.frames).toHaveLength(4);
  });

  it('tells how long the first frame took, from the start, once', async () => {
    const world = new World();
    let open: () => void = () => undefined;
    world.gate = new Promise((resolve) => {
      open = resolve;
    });
    const started = world.check.start();
    await world.clock.pass(700);
    open();
    await started;
    await world.clock.pass(40);
    world.socket.says(welcome());
    await world.clock.pass(500);
    expect(world.now.firstFrameAfter).toBe(740);
  });

  it('shows the newest answer, and when it came', async () => {
    const world = await running();
    await world.clock.pass(300);
    world.socket.answers({ guidance: ['too_dark'] });
    expect(world.now).toMatchObject({ progress: { guidance: ['too_dark'] }, progressAt: 300 });
  });

  it('cannot be started twice', async () => {
    const world = await running();
    await world.check.start();
    expect([world.net.sockets.length, world.asked.length]).toEqual([1, 1]);
  });

  it('takes what it is told about the light while there is a picture', async () => {
    const world = new World();
    world.check.sawLight('dark');
    expect(world.now.light).toBeNull();
    await world.check.start();
    world.check.sawLight('dark');
    expect(world.now.light).toBe('dark');
    world.check.cancel();
    expect(world.now.light).toBeNull();
  });
});

describe('what is lacking before the camera is asked for', () => {
  it.each([
    [{ sessionToken: null }, 'token_missing'],
    [{ sessionToken: ' ' }, 'token_missing'],
    [{ sessionToken: 'fvt_alone' }, 'token_malformed'],
  ] as const)('%j is %s, and nobody is asked for a camera', async (options, problem) => {
    const world = new World(options);
    await world.check.start();
    expect(world.now).toMatchObject({ phase: 'failed', problem, canRetry: false });
    expect(world.asked).toEqual([]);
  });

  it('is a browser that has not what is needed', async () => {
    const world = new World();
    world.supported = false;
    await world.check.start();
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'browser_unsupported', canRetry: false });
    expect(world.asked).toEqual([]);
  });

  it('is forgotten when the token comes', async () => {
    const world = new World({ sessionToken: null });
    await world.check.start();
    world.options = { ...world.options, sessionToken: TOKEN };
    world.check.optionsChanged();
    expect(world.now).toMatchObject({ phase: 'idle', problem: null });
    await running(world);
    expect(world.now.phase).toBe('running');
  });

  it('is a token that was used, where there can be no other', async () => {
    const world = await running();
    world.socket.says(ended());
    await world.check.start();
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'token_used', canRetry: false });
    expect(world.asked).toHaveLength(1);
    world.options = { ...world.options, sessionToken: OTHER_TOKEN };
    world.check.optionsChanged();
    expect(world.now.canRetry).toBe(true);
    world.check.retry();
    await settle();
    expect(world.socket.address).toContain('fvs_second');
  });
});

describe('the time in which it is decided', () => {
  it.each([
    ['the last act', welcome(), { active_check: ALMOST }, 'concluding'],
    ['a last act that is only asked for', welcome(), { active_check: due({ number: 3, of: 3 }) }, 'running'],
    ['all acts', welcome(), { active_check: check({ done: ['blink', 'smile', 'turn_left'] }) }, 'concluding'],
    ['no act at all', welcome({ active: false }), {}, 'concluding'],
    ['an act before the last', welcome(), { active_check: due({ number: 2, of: 3 }) }, 'running'],
  ] as const)('is assumed when nothing is heard after %s: %#', async (_, greeting, answer, phase) => {
    const world = new World();
    await world.check.start();
    world.socket.says(greeting);
    world.socket.says(progress(answer));
    await world.clock.pass(2500);
    expect(world.now.phase).toBe(phase);
  });

  it('is over when an answer comes after all', async () => {
    const world = await running();
    world.socket.says(progress({ active_check: ALMOST }));
    await world.clock.pass(2500);
    world.socket.says(progress({ active_check: check() }));
    await world.clock.pass(2500);
    expect(world.phases.slice(-3)).toEqual(['running', 'concluding', 'running']);
  });

  it('may take as long as the server tries to store a verdict', async () => {
    const world = await running();
    world.socket.says(progress({ active_check: ALMOST }));
    await world.clock.pass(35_000);
    world.socket.says(ended());
    expect(world.now.phase).toBe('done');
  });

  it('is not assumed while what was sent has not left the browser', async () => {
    const world = await running();
    world.socket.says(progress({ active_check: ALMOST }));
    world.socket.bufferedAmount = 1;
    await world.clock.pass(5000);
    expect(world.now.phase).toBe('running');
    world.socket.bufferedAmount = 0;
    await world.clock.pass(2500);
    expect(world.now.phase).toBe('concluding');
    world.socket.bufferedAmount = 1;
    await world.clock.pass(SILENCE_MS);
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'connection_lost' });
  });

  it('ends, though, and so does the patience in the midst of it', async () => {
    const [last, midst] = [await running(), await running()];
    last.socket.says(progress({ active_check: ALMOST }));
    await last.clock.pass(STORING_MS + 3000);
    expect(last.now).toMatchObject({ phase: 'failed', problem: 'connection_lost' });
    await midst.clock.pass(SILENCE_MS);
    expect(midst.now).toMatchObject({ phase: 'failed', problem: 'connection_lost' });
  });
});

describe('what a person cannot do', () => {
  it('is said before the first frame', async () => {
    const world = new World();
    world.check.exclude(['head', 'brows']);
    await running(world);
    expect(world.socket.said[0]).toEqual({ type: 'exclude', acts: ['head', 'brows'] });
    expect(world.now).toMatchObject({ excluded: ['head', 'brows'], excludeRefused: false });
  });

  it('is said while nothing was asked for, and not any more afterwards', async () => {
    const world = await running();
    world.check.exclude(['eyes']);
    world.socket.says(progress({ active_check: due() }));
    world.check.exclude(['eyes', 'head']);
    expect([world.socket.said, world.now.excluded]).toEqual([
      [{ type: 'exclude', acts: ['eyes'] }],
      ['eyes'],
    ]);
  });

  it('is refused by an application that does not allow it', async () => {
    const world = new World();
    world.check.exclude(['head']);
    await world.check.start();
    world.socket.says(welcome({ person_may_exclude: false }));
    expect([world.now.excludeRefused, world.socket.said]).toEqual([true, []]);
  });

  it.each(['exclude_refused', 'challenge_impossible', 'too_late'])('is refused by %s', async (code) => {
    const world = new World();
    world.check.exclude(['head']);
    await running(world);
    world.socket.says({ type: 'error', code: 'not_a_jpeg', message: '', sequence: 1 });
    expect(world.now.excludeRefused).toBe(false);
    world.socket.says({ type: 'error', code, message: '' });
    expect(world.now).toMatchObject({ excludeRefused: true, phase: 'running' });
  });

  it('is left out of the next session when it shows in the midst of one', async () => {
    const wishes: unknown[] = [];
    const world = await running(
      new World({
        newSession: (wish) => {
          wishes.push(wish);
          return Promise.resolve(OTHER_TOKEN);
        },
      }),
    );
    const first = world.socket;
    first.says(progress({ active_check: due({ act: 'tilt_left' }) }));
    world.check.cannot();
    expect(first.said).toEqual([{ type: 'leave' }]);
    expect(world.now).toMatchObject({ phase: 'waiting', problem: 'cannot_do_this' });
    await world.clock.pass(3000);
    world.socket.says(welcome());
    expect(wishes).toEqual([{ because: 'cannot_do_this', excluded: ['head'] }]);
    expect(world.socket.said).toEqual([{ type: 'exclude', acts: ['head'] }]);
    expect(world.now).toMatchObject({ phase: 'running', round: 1 });
  });

  it('ends the check where there can be no other session', async () => {
    const world = await running();
    world.check.cannot();
    expect(world.now.phase).toBe('running');
    world.socket.says(progress({ active_check: due(asked()) }));
    world.check.cannot();
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'cannot_do_this', canRetry: false });
  });
});
