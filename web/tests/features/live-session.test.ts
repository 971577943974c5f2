import { describe, expect, it } from 'vitest';
import { CameraError } from '@web/camera/problems';
import { LiveSession } from '../../src/features/session/live-session';
import { REFUSALS } from '../../src/socket/messages';
import { fakeStream, FakeTrack, HandClock, result, settle, socketMaker } from '../fakes';

function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((done) => {
    resolve = done;
  });
  return { promise, resolve: (value: Value) => resolve(value) };
}

function setUp(openCamera?: (id: string | null) => Promise<MediaStream>) {
  const clock = new HandClock();
  const net = socketMaker();
  const track = new FakeTrack();
  const session = new LiveSession({
    socketUrl: 'ws://localhost/ws',
    timers: clock,
    openSocket: net.open,
    luck: () => 1,
    openCamera: openCamera ?? (() => Promise.resolve(fakeStream(track))),
  });
  session.takeFramesFrom(() => Promise.resolve(new Blob(['jpeg'])));
  return { clock, net, track, session, now: session.snapshot };
}

describe('LiveSession', () => {
  it('opens the camera, connects, streams and shows the answer', async () => {
    const { session, net, clock, now } = setUp();
    await session.start(null);
    net.last().welcomes();
    await clock.pass(500);
    expect(net.last().frames).toHaveLength(2);
    net.last().says(result({ frame: 2 }));
    await clock.pass(200);
    expect(now()).toMatchObject({ phase: 'running', result: { verdict: 'BONA_FIDE' } });
    expect(now().roundTrip).toBeGreaterThan(0);
    expect(net.last().frames.length).toBeGreaterThan(2);
  });

  it('turns the camera off on stop', async () => {
    const { session, net, track, now, clock } = setUp();
    await session.start(null);
    net.last().welcomes();
    session.stop();
    expect([track.stopped, net.last().closed, now().phase, clock.pending]).toEqual([true, true, 'idle', 0]);
  });

  it('turns off a camera that opens after stop', async () => {
    const track = new FakeTrack();
    const { promise, resolve: resolveWith } = deferred<MediaStream>();
    const { session, net, now } = setUp(() => promise);
    const started = session.start(null);
    expect(now().phase).toBe('starting');
    session.stop();
    resolveWith(fakeStream(track));
    await started;
    expect([track.stopped, now().phase, net.sockets.length]).toEqual([true, 'idle', 0]);
  });

  it('names the problem of a camera that does not open', async () => {
    const { session, now, net } = setUp(() => Promise.reject(new CameraError('camera_denied')));
    await session.start(null);
    expect(now()).toMatchObject({ phase: 'idle', cameraProblem: 'camera_denied' });
    expect(net.sockets).toHaveLength(0);
  });

  it('ends when the camera is unplugged', async () => {
    const { session, net, track, now } = setUp();
    await session.start(null);
    net.last().welcomes();
    track.onended?.();
    expect(now()).toMatchObject({ phase: 'idle', cameraProblem: 'camera_lost', result: null });
    expect(net.last().closed).toBe(true);
  });

  it('shows no verdict once the connection is gone', async () => {
    const { session, net, now, track } = setUp();
    await session.start(null);
    net.last().welcomes();
    net.last().says(result());
    net.last().drops();
    expect(now()).toMatchObject({ result: null, connection: { state: 'waiting' }, phase: 'running' });
    expect(track.stopped).toBe(false);
  });

  it('shows no verdict that is four seconds old', async () => {
    const { session, net, now, clock } = setUp();
    await session.start(null);
    net.last().welcomes();
    net.last().says(result());
    await clock.pass(3900);
    expect(now().result).not.toBeNull();
    await clock.pass(200);
    expect(now().result).toBeNull();
  });

  it.each([[1008], [1009]])('turns the camera off when the server refuses with %i', async (code) => {
    const { session, net, now, track } = setUp();
    await session.start(null);
    net.last().drops(code);
    expect([track.stopped, now().phase, now().connection.state]).toEqual([true, 'idle', 'refused']);
    await session.start(null);
    expect(now().connection).toMatchObject({ state: 'connecting', cause: null });
  });

  it('tells the server of the switch, and again on a new connection', async () => {
    const { session, net, clock } = setUp();
    const switched = { type: 'set_active_check', enabled: true, exclude: [] };
    await session.start(null);
    net.last().welcomes();
    session.setActiveCheck(true);
    expect(net.last().said).toContainEqual(switched);
    net.last().drops();
    await clock.pass(1000);
    net.last().welcomes();
    expect(net.last().said).toContainEqual(switched);
  });

  it('leaves the switch to the server until the person touches it', async () => {
    const { session, net } = setUp();
    await session.start(null);
    net.last().welcomes();
    session.resetActiveCheck();
    expect(net.last().said).toEqual([{ type: 'ping' }, { type: 'reset_active_check' }]);
  });

  it('says what the person cannot do, and again on a new connection', async () => {
    const { session, net, clock, now } = setUp();
    const spared = { type: 'set_active_check', enabled: true, exclude: ['head', 'mouth'] };
    await session.start(null);
    net.last().welcomes();
    session.excludeActs(['head', 'mouth']);
    expect(net.last().said.at(-1)).toEqual(spared);
    net.last().drops();
    await clock.pass(1000);
    net.last().welcomes();
    expect(net.last().said).toContainEqual(spared);
    session.setActiveCheck(false);
    expect(net.last().said.at(-1)).toEqual({ type: 'set_active_check', enabled: false });
    session.stop();
    expect(now().activeWish).toEqual({ enabled: false, exclude: ['head', 'mouth'] });
  });

  it.each(REFUSALS)(
    'goes back to what the server took when it answers %s, and says so until the next wish',
    async (code) => {
      const { session, net, now } = setUp();
      await session.start(null);
      net.last().welcomes();
      session.excludeActs(['eyes']);
      net.last().says({ type: 'active_check', enabled: true });
      session.excludeActs(['head', 'eyes']);
      net.last().says({ type: 'error', code, message: 'no' });
      expect(now()).toMatchObject({
        activeWish: { enabled: true, exclude: ['eyes'] },
        wishRefused: code,
        serverError: null,
      });
      session.excludeActs([]);
      expect(now().wishRefused).toBeNull();
      expect(net.last().said.at(-1)).toEqual({ type: 'set_active_check', enabled: true, exclude: [] });
    },
  );

  it('says that there is no further try on this connection, and forgets that on the next one', async () => {
    const { session, net, now } = setUp();
    await session.start(null);
    net.last().welcomes();
    session.setActiveCheck(true);
    net.last().says({ type: 'active_check', enabled: true });
    session.resetActiveCheck();
    net.last().says({ type: 'active_check_reset', message: 'again' });
    session.resetActiveCheck();
    net.last().says({ type: 'error', code: 'too_many_attempts', message: 'enough' });
    expect(now()).toMatchObject({ activeWish: { enabled: true }, wishRefused: 'too_many_attempts' });
    session.stop();
    await session.start(null);
    expect(now().wishRefused).toBe('too_many_attempts');
    net.last().welcomes();
    expect(now().wishRefused).toBeNull();
  });

  it('leaves the switch to the server again when its first wish is refused', async () => {
    const { session, net, now } = setUp();
    session.excludeActs(['head', 'eyes', 'mouth']);
    await session.start(null);
    net.last().welcomes();
    net.last().says({ type: 'error', code: 'challenge_impossible', message: 'no' });
    expect(now()).toMatchObject({
      activeWish: { enabled: null, exclude: [] },
      wishRefused: 'challenge_impossible',
    });
  });

  it('lets a wish stand that was made before the refusal of an earlier one came', async () => {
    const { session, net, now } = setUp();
    await session.start(null);
    net.last().welcomes();
    session.excludeActs(['head', 'eyes', 'mouth']);
    session.excludeActs(['eyes']);
    net.last().says({ type: 'error', code: 'challenge_impossible', message: 'no' });
    net.last().says({ type: 'active_check', enabled: true });
    expect(now()).toMatchObject({ activeWish: { enabled: true, exclude: ['eyes'] }, wishRefused: null });
  });

  it('goes back to the wish before when the newer one of two is refused', async () => {
    const { session, net, now } = setUp();
    await session.start(null);
    net.last().welcomes();
    session.excludeActs(['eyes']);
    session.excludeActs(['head', 'eyes', 'mouth']);
    net.last().says({ type: 'active_check', enabled: true });
    net.last().says({ type: 'error', code: 'challenge_impossible', message: 'no' });
    expect(now()).toMatchObject({
      activeWish: { enabled: true, exclude: ['eyes'] },
      wishRefused: 'challenge_impossible',
    });
  });

  it('expects no answer to a wish that was made without a connection', async () => {
    const { session, net, now } = setUp();
    await session.start(null);
    session.excludeActs(['mouth']);
    session.excludeActs(['eyes']);
    net.last().welcomes();
    net.last().says({ type: 'active_check', enabled: true });
    session.excludeActs(['head', 'eyes']);
    net.last().says({ type: 'error', code: 'challenge_impossible', message: 'no' });
    expect(now().activeWish).toEqual({ enabled: true, exclude: ['eyes'] });
  });

  it('takes an error that answers a frame for no answer to a wish', async () => {
    const { session, net, now } = setUp();
    await session.start(null);
    net.last().welcomes();
    session.excludeActs(['eyes']);
    net.last().says({ type: 'error', code: 'no_challenge', message: 'none', frame: 1 });
    expect(now()).toMatchObject({
      activeWish: { enabled: true, exclude: ['eyes'] },
      wishRefused: null,
      serverError: { code: 'no_challenge' },
    });
  });

  it('shows a server error long enough to be read', async () => {
    const { session, net, now, clock } = setUp();
    await session.start(null);
    await clock.pass(100);
    net.last().welcomes();
    net.last().says({ type: 'error', code: 'bad_frame', message: 'no JPEG' });
    net.last().says(result());
    expect(now().serverError?.code).toBe('bad_frame');
    await clock.pass(5000);
    net.last().welcomes();
    net.last().says(result());
    expect(now().serverError).toBeNull();
  });

  it('tells its listeners until they leave', async () => {
    const { session } = setUp();
    let told = 0;
    const leave = session.subscribe(() => (told += 1));
    session.stop();
    await settle();
    expect(told).toBe(1);
    leave();
    session.stop();
    expect(told).toBe(1);
  });
});
