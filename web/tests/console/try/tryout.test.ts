import { describe, expect, it } from 'vitest';
import { Recorder } from '../../../src/console/pages/try/recorder';
import { Tryout } from '../../../src/console/pages/try/tryout';
import { protocolsFor } from '../../../src/console/pages/try/line';
import { FakeTrack, fakeStream, HandClock, settle, socketMaker } from '../../fakes';
import { READY, said } from './analysis';

async function begun() {
  const clock = new HandClock();
  const { sockets, open, last } = socketMaker();
  const track = new FakeTrack();
  const tryout = new Tryout({
    url: 'ws://localhost/v1/tryout',
    protocols: protocolsFor(null),
    timers: clock,
    openSocket: open,
    luck: () => 1,
    openCamera: () => Promise.resolve(fakeStream(track)),
  });
  tryout.takeFramesFrom(() => Promise.resolve(new Blob(['jpeg'])));
  await tryout.start(null);
  last().opens();
  last().says(READY);
  await clock.pass(300);
  return { clock, sockets, socket: last, track, tryout };
}

describe('a tryout', () => {
  it('sends frames with their header, at most two at once, and shows what is seen in them', async () => {
    const { clock, socket, tryout } = await begun();
    expect(socket().frames).toHaveLength(2);
    expect(socket().frames[0]?.size).toBe(16 + 4);
    socket().says(said({ sequence: 1 }));
    await clock.pass(100);
    expect(socket().frames).toHaveLength(3);
    expect(tryout.view()).toMatchObject({
      recorded: 1,
      ready: { model: 'passive 2' },
      latest: { passive: 0.83 },
    });
    expect(tryout.history.value(0, tryout.channelOf('passive'))).toBeCloseTo(0.83);
    expect(tryout.history.value(0, tryout.channelOf('ms-detect'))).toBeCloseTo(2.1);
    expect(tryout.channelOf('ms-unknown')).toBe(-1);
  });

  it('sends nothing while it is paused, with the camera on', async () => {
    const { clock, socket, track, tryout } = await begun();
    tryout.pause(true);
    socket().says(said({ sequence: 2 }));
    await clock.pass(1000);
    expect(socket().frames).toHaveLength(2);
    expect(track.stopped).toBe(false);
    tryout.pause(false);
    await clock.pass(100);
    expect(socket().frames).toHaveLength(4);
  });

  it('stands still while frozen, on the very picture that was judged, and records on', async () => {
    const { clock, socket, tryout } = await begun();
    socket().says(said({ sequence: 1 }));
    tryout.freeze(true);
    await clock.pass(300);
    socket().says(said({ sequence: 2, passive: 0.1 }));
    expect(tryout.view()).toMatchObject({ recorded: 2, frozen: { analysis: { sequence: 1 } } });
    expect(tryout.shown(clock.now())?.passive).toBe(0.83);
    expect(tryout.history.size).toBe(1);
    tryout.freeze(false);
    await clock.pass(300);
    socket().says(said({ sequence: 3, passive: 0.2 }));
    expect(tryout.shown(clock.now())?.passive).toBe(0.2);
  });

  it('shows nothing as true that is older than three seconds', async () => {
    const { clock, socket, tryout } = await begun();
    socket().says(said({ sequence: 1 }));
    expect(tryout.shown(clock.now())).not.toBeNull();
    expect(tryout.shown(clock.now() + 3001)).toBeNull();
  });

  it('turns the camera off when it is stopped, when the server refuses, and when the camera is taken away', async () => {
    const stopped = await begun();
    stopped.tryout.stop();
    expect([stopped.track.stopped, stopped.socket().closed]).toEqual([true, true]);
    const refused = await begun();
    refused.socket().drops(4401);
    expect(refused.track.stopped).toBe(true);
    expect(refused.tryout.view()).toMatchObject({ phase: 'off', connection: { cause: 'key_needed' } });
    const gone = await begun();
    gone.track.onended?.();
    expect(gone.tryout.view()).toMatchObject({ phase: 'off', cameraProblem: 'camera_lost' });
    expect(gone.socket().closed).toBe(true);
  });

  it('connects again by itself after the connection was lost, and numbers its frames anew', async () => {
    const { clock, sockets, socket, tryout } = await begun();
    socket().drops();
    expect(tryout.view().connection.state).toBe('waiting');
    await clock.pass(1000);
    expect(sockets).toHaveLength(2);
    socket().says(READY);
    await clock.pass(100);
    socket().says(said({ sequence: 1 }));
    expect(tryout.view()).toMatchObject({ connection: { state: 'open' }, recorded: 1 });
  });

  it('forgets what was said last once nobody answers: it is not true of now', async () => {
    const { clock, socket, tryout } = await begun();
    socket().says(said({ sequence: 1 }));
    await clock.pass(300);
    socket().says(said({ sequence: 2 }));
    expect(tryout.view()).toMatchObject({ latest: { verdict: 'BONA_FIDE' }, roundTrip: 335 });
    socket().drops();
    expect(tryout.view()).toMatchObject({ latest: null, frameRate: null, roundTrip: null, recorded: 2 });
    expect(tryout.shown(clock.now())).toBeNull();
    await clock.pass(1000);
    socket().says(READY);
    expect(tryout.view()).toMatchObject({ connection: { state: 'open' }, latest: null, frameRate: null });
  });

  it('gives up a server that says nothing for long, and asks a quiet one whether it is there', async () => {
    const { clock, socket, tryout } = await begun();
    tryout.pause(true);
    const first = socket();
    await clock.pass(6500);
    expect(first.said).toContainEqual({ type: 'ping' });
    await clock.pass(6000);
    expect(first.closed).toBe(true);
  });

  it('tells what was said against a frame until another one is answered', async () => {
    const { clock, socket, tryout } = await begun();
    socket().says({ type: 'error', code: 'too_large', message: 'too large', sequence: 1 });
    expect(tryout.view().refusal?.code).toBe('too_large');
    await clock.pass(300);
    socket().says(said({ sequence: 2 }));
    expect(tryout.view().refusal).toBeNull();
  });

  it('closes a camera that opens after it was stopped', async () => {
    const track = new FakeTrack();
    let opens: (stream: MediaStream) => void = () => undefined;
    const tryout = new Tryout({
      url: 'ws://localhost/v1/tryout',
      protocols: [],
      timers: new HandClock(),
      openSocket: socketMaker().open,
      luck: () => 0,
      openCamera: () => new Promise((resolve) => (opens = resolve)),
    });
    const starting = tryout.start(null);
    tryout.stop();
    opens(fakeStream(track));
    await starting;
    await settle();
    expect([track.stopped, tryout.view().phase]).toEqual([true, 'off']);
  });

  it('hands the key over as a subprotocol, and none where there is none', () => {
    expect(protocolsFor(null)).toEqual(['facevow.v1']);
    expect(protocolsFor('fvk_a_b')).toEqual(['facevow.v1', 'facevow.key.fvk_a_b']);
  });
});

describe('the recorder', () => {
  it('keeps the newest answers, one JSON object a line', async () => {
    const recorder = new Recorder(2);
    for (let at = 1; at <= 5; at += 1) recorder.add(at + 0.4, { sequence: at });
    expect(recorder.size).toBe(2);
    expect(await textOf(recorder.file())).toBe('{"at":4,"sequence":4}\n{"at":5,"sequence":5}\n');
  });
});

const textOf = (file: Blob): Promise<string> =>
  new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(typeof reader.result === 'string' ? reader.result : '');
    reader.readAsText(file);
  });
