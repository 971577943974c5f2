import { describe, expect, it } from 'vitest';
import { MOST_RESUMES } from '../../src/flow/resuming';
import { ASKING_MS } from '../../src/flow/tokens';
import { MOST_UNTIMELY, WELCOME_MS } from '../../src/stream/connection';
import { settle } from '../clock';
import { tokens, World } from '../world';
import { ended, OTHER_TOKEN, TOKEN, welcome } from '../wire';

describe('a server that cannot be had', () => {
  it.each([
    [1006, '', 'server_unreachable'],
    [4503, 'server_full', 'server_full'],
    [4503, 'address_full', 'server_full'],
    [4503, 'draining', 'server_unavailable'],
    [1001, 'server_stopped', 'server_unavailable'],
  ])('is tried again by itself with the same token after %d %s', async (code, reason, problem) => {
    const world = new World();
    await world.check.start();
    world.socket.drops(code, reason);
    const { retryAt } = world.now;
    expect(world.now).toMatchObject({ phase: 'waiting', problem, canRetry: true });
    expect([world.on, retryAt ?? 0]).toEqual([1, problem === 'server_full' ? 5000 : 1000]);
    await world.clock.pass(retryAt ?? 0);
    expect([world.net.sockets.length, world.asked.length, world.now.phase]).toEqual([2, 1, 'connecting']);
    expect(world.socket.protocols).toEqual(world.net.sockets[0]?.protocols);
    world.socket.says(welcome());
    expect(world.now).toMatchObject({ phase: 'running', problem: null, round: 0 });
  });

  it('is waited for longer each time', async () => {
    const world = new World();
    await world.check.start();
    const waits: number[] = [];
    for (let turn = 0; turn < 4; turn += 1) {
      world.socket.drops();
      waits.push((world.now.retryAt ?? 0) - world.clock.now());
      await world.clock.pass(waits.at(-1) ?? 0);
    }
    expect(waits).toEqual([1000, 2000, 4000, 8000]);
  });

  it('is tried at once when the person says so', async () => {
    const world = new World();
    await world.check.start();
    world.socket.drops(4503, 'server_full');
    world.check.retry();
    await settle();
    expect([world.net.sockets.length, world.now.phase]).toEqual([2, 'connecting']);
    await world.clock.pass(6000);
    expect(world.net.sockets).toHaveLength(2);
  });

  it('that says nothing at all is left after ten seconds', async () => {
    const world = new World();
    await world.check.start();
    await world.clock.pass(WELCOME_MS);
    expect(world.now).toMatchObject({ phase: 'waiting', problem: 'server_unreachable' });
  });

  it('is the network’s fault while there is none, and tried at once when it is back', async () => {
    const world = new World();
    await world.check.start();
    world.online = false;
    world.socket.drops();
    expect(world.now).toMatchObject({ phase: 'waiting', problem: 'offline' });
    world.online = true;
    world.changes('online');
    await settle();
    expect([world.net.sockets.length, world.now.phase]).toEqual([2, 'connecting']);
  });

  it('that is full is not stormed when the network comes back', async () => {
    const world = new World();
    await world.check.start();
    world.socket.drops(4503, 'server_full');
    world.changes('online');
    await settle();
    expect(world.net.sockets).toHaveLength(1);
  });
});

describe('a token that is refused', () => {
  it.each([
    [4401, 'token_invalid', 'token_invalid'],
    [4404, 'session_unknown', 'session_unknown'],
    [4409, 'token_used', 'token_used'],
    [4410, 'session_expired', 'session_expired'],
    [4410, 'reference_lost', 'session_over'],
    [4429, 'locked_out', 'too_often'],
    [4403, 'origin_refused', 'origin_refused'],
    [4503, 'not_enrolled', 'nothing_to_compare'],
    [4400, 'bad_message', 'protocol_error'],
  ])('%d %s ends the check without a try of its own', async (code, reason, problem) => {
    const world = new World();
    await world.check.start();
    world.socket.drops(code, reason);
    expect(world.now).toMatchObject({ phase: 'failed', problem, canRetry: false, retryAt: null });
    world.check.retry();
    await settle();
    expect([world.net.sockets.length, world.now.problem]).toEqual([1, problem]);
  });

  it('leads on with another session when the person tries again', async () => {
    const { newSession } = tokens();
    const world = new World({ newSession });
    await world.check.start();
    world.socket.drops(4410, 'session_expired');
    expect(world.now).toMatchObject({ phase: 'failed', canRetry: true });
    world.check.retry();
    await settle();
    expect(world.socket.address).toContain('fvs_no1');
  });

  it('is a cut where it was used by ourselves, in a try whose answer was lost', async () => {
    const { newSession } = tokens();
    const world = new World({ newSession });
    await world.check.start();
    world.socket.drops(4503, 'store_unknown');
    await world.clock.pass(1000);
    world.socket.drops(4409, 'token_used');
    expect(world.now).toMatchObject({ phase: 'waiting', problem: 'connection_lost' });
  });
});

describe('frames whose times do not fit', () => {
  const late = { type: 'error', code: 'frame_late', message: '' };

  it('are a cut, when it is one after another, and another session is begun', async () => {
    const world = new World({ newSession: tokens().newSession });
    await world.check.start();
    world.socket.says(welcome());
    for (let sequence = 1; sequence <= MOST_UNTIMELY; sequence += 1) world.socket.says({ ...late, sequence });
    expect(world.now).toMatchObject({ phase: 'waiting', problem: 'connection_lost' });
  });

  it('are no fault of the page where the server counts them', async () => {
    const world = new World({ newSession: tokens().newSession });
    await world.check.start();
    world.socket.says(welcome());
    world.socket.drops(4400, 'bad_messages');
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'server_failed', canRetry: true });
  });
});

describe('a stream that is cut', () => {
  it('begins again by itself with another session, three times and no more', async () => {
    const source = tokens();
    const world = new World({ newSession: source.newSession });
    await world.check.start();
    for (let turn = 0; turn <= MOST_RESUMES; turn += 1) {
      world.socket.says(welcome());
      expect(world.now).toMatchObject({ phase: 'running', round: turn });
      world.socket.drops(1006);
      if (turn < MOST_RESUMES)
        expect(world.now).toMatchObject({ phase: 'waiting', problem: 'connection_lost' });
      await world.clock.pass(30_000);
    }
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'connection_lost', canRetry: true });
    expect([source.given, world.asked.length, world.on]).toEqual([MOST_RESUMES, 1, 0]);
  });

  it('ends the check where the application makes no other session', async () => {
    const world = new World();
    await world.check.start();
    world.socket.says(welcome());
    world.socket.drops(1001, 'server_stopped');
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'server_stopped', canRetry: false });
  });

  it('does not begin again by itself after a failure of the server, which may be ours', async () => {
    const world = new World({ newSession: tokens().newSession });
    await world.check.start();
    world.socket.says(welcome());
    world.socket.drops(4500, 'broken');
    expect(world.now).toMatchObject({ phase: 'failed', problem: 'server_failed', canRetry: true });
  });
});

describe('an application that is asked for a session', () => {
  it('is asked at the start where it gave no token, once the camera is on', async () => {
    const source = tokens();
    const world = new World({ sessionToken: null, newSession: source.newSession });
    world.cameraProblem = 'camera_denied';
    await world.check.start();
    expect(source.given).toBe(0);
    world.cameraProblem = null;
    world.check.retry();
    await settle();
    expect([source.given, world.now.session]).toEqual([1, 'fvs_no1']);
  });

  it('is asked again by itself where it fails', async () => {
    let calls = 0;
    const newSession = () => {
      calls += 1;
      return calls < 3 ? Promise.reject(new Error('away')) : Promise.resolve(OTHER_TOKEN);
    };
    const world = new World({ sessionToken: null, newSession });
    await world.check.start();
    expect(world.now).toMatchObject({ phase: 'waiting', problem: 'server_unavailable' });
    await world.clock.pass(10_000);
    expect([calls, world.now.session]).toEqual([3, 'fvs_second']);
  });

  it('is not waited for without end', async () => {
    const world = new World({ sessionToken: null, newSession: () => new Promise(() => undefined) });
    const started = world.check.start();
    await world.clock.pass(ASKING_MS);
    await started;
    expect(world.now).toMatchObject({ phase: 'waiting', problem: 'server_unavailable' });
  });

  it('gets no say any more when the person has cancelled in the meantime', async () => {
    let give: (token: string) => void = () => undefined;
    const newSession = () =>
      new Promise<string>((resolve) => {
        give = resolve;
      });
    const world = new World({ sessionToken: null, newSession });
    const started = world.check.start();
    await settle();
    world.check.cancel();
    give(OTHER_TOKEN);
    await started;
    expect([world.now.phase, world.net.sockets.length, world.on]).toEqual(['cancelled', 0, 0]);
  });

  it.each([
    ['nonsense', 'token_malformed'],
    ['', 'token_malformed'],
    [TOKEN, 'token_used'],
  ])('and gives %j, is told so', async (given, problem) => {
    const world = new World({ newSession: () => Promise.resolve(given) });
    await world.check.start();
    world.socket.says(welcome());
    world.socket.drops();
    await world.clock.pass(1000);
    expect(world.now).toMatchObject({ phase: 'failed', problem });
  });

  it('lets a person who may know that nothing was decided try again', async () => {
    const world = new World({ newSession: tokens().newSession });
    await world.check.start();
    world.socket.says(welcome());
    world.socket.says(ended({ verdict: 'NO_RESPONSE', reasons: ['timed_out'] }));
    expect(world.now).toMatchObject({ phase: 'done', canRetry: true });
    world.check.retry();
    await settle();
    expect(world.now).toMatchObject({ phase: 'connecting', ended: null, session: 'fvs_no1' });
  });
});
