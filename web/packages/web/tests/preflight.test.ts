import { describe, expect, it } from 'vitest';
import type { PreflightParts } from '../src/preflight';
import { ANSWER_MS, preflightWith } from '../src/preflight';
import { HandClock, settle } from './clock';
import { fakeStream, FakeTrack } from './lens';
import { FakeSocket } from './wire';

interface Change extends Partial<PreflightParts> {
  readonly close?: readonly [number, string];
  readonly cameras?: number;
  readonly thrown?: DOMException;
}

const device = (kind: MediaDeviceKind) => ({
  kind,
  deviceId: '',
  groupId: '',
  label: '',
  toJSON: () => ({}),
});

async function look({ close, cameras = 1, thrown, ...parts }: Change = {}, openCamera = true) {
  const track = new FakeTrack();
  const socket = new FakeSocket();
  const asked: unknown[] = [];
  const media = {
    enumerateDevices: () =>
      Promise.resolve([device('audioinput'), ...Array.from({ length: cameras }, () => device('videoinput'))]),
    getUserMedia: (wanted: unknown) => {
      asked.push(wanted);
      return thrown === undefined ? Promise.resolve(fakeStream(track)) : Promise.reject(thrown);
    },
  };
  const addresses: string[] = [];
  const promise = preflightWith(
    {
      timers: new HandClock(),
      secure: () => true,
      supported: () => true,
      online: () => true,
      media: () => media,
      permission: () => Promise.resolve('prompt'),
      measure: () => Promise.resolve({ width: 640, height: 480, framesPerSecond: 29.97 }),
      openSocket: (address, protocol) => {
        addresses.push(`${address} ${protocol}`);
        return socket;
      },
      ...parts,
    },
    { server: 'https://live.example/faces', openCamera },
  );
  if (close) socket.drops(...close);
  else socket.says({ type: 'pong' });
  return { report: await promise, track, socket, asked, addresses };
}

const names = (report: Awaited<ReturnType<typeof preflightWith>>) =>
  report.checks.map(({ name, problem }) => `${name}: ${problem ?? 'ok'}`);

describe('preflight', () => {
  it('finds nothing where nothing is wrong, and says what it has measured', async () => {
    const { report, track, socket, addresses } = await look();
    expect(report.ok).toBe(true);
    expect(report.checks.map(({ name, detail }) => `${name}: ${detail}`)).toEqual([
      'page: secure',
      'browser: has what is needed',
      'camera: found 1',
      'permission: prompt',
      'picture: 640 x 480, 30.0 frames a second',
      'connection: answered in 0 ms',
    ]);
    expect([track.stopped, socket.closed]).toEqual([true, true]);
    expect(addresses).toEqual(['wss://live.example/faces/v1/preflight facevow.v1']);
  });

  it.each<[string, Change, string[]]>([
    ['a page that is not secure', { secure: () => false }, ['page: camera_insecure']],
    ['an old browser', { supported: () => false }, ['page: ok', 'browser: browser_unsupported']],
    ['a browser that hides cameras', { media: () => undefined }, ['page: ok', 'browser: camera_unsupported']],
    ['a machine without a camera', { cameras: 0 }, ['page: ok', 'browser: ok', 'camera: camera_absent']],
    [
      'a camera that is not allowed',
      { permission: () => Promise.resolve('denied') },
      ['page: ok', 'browser: ok', 'camera: ok', 'permission: camera_denied'],
    ],
  ])('stops looking at the camera at %s, and looks at the network all the same', async (_, change, found) => {
    const { report, asked } = await look(change);
    expect([report.ok, names(report), asked]).toEqual([false, [...found, 'connection: ok'], []]);
  });

  it.each<[string, Change, string]>([
    ['is refused by the person', { thrown: new DOMException('', 'NotAllowedError') }, 'camera_denied'],
    ['is in use', { thrown: new DOMException('', 'NotReadableError') }, 'camera_busy'],
    ['gives no picture', { measure: () => Promise.resolve(null) }, 'camera_failed'],
    [
      'is too slow',
      { measure: () => Promise.resolve({ width: 640, height: 480, framesPerSecond: 4.9 }) },
      'camera_failed',
    ],
    ['cannot be measured', { measure: () => Promise.reject(new Error('?')) }, 'camera_failed'],
  ])('says that the camera %s, and leaves it off', async (_, change, problem) => {
    const { report, track, asked } = await look(change);
    expect(names(report)).toContain(`picture: ${problem}`);
    expect([asked.length, 'thrown' in change || track.stopped]).toEqual([1, true]);
  });

  it('does not wait for ever for the answer to the question, and turns off what is allowed too late', async () => {
    const clock = new HandClock();
    const track = new FakeTrack();
    let allow: (stream: MediaStream) => void = () => undefined;
    const looked = look({
      timers: clock,
      media: () => ({
        enumerateDevices: () => Promise.resolve([device('videoinput')]),
        getUserMedia: () => new Promise<MediaStream>((resolve) => (allow = resolve)),
      }),
    });
    await clock.pass(ANSWER_MS);
    const { report } = await looked;
    expect(names(report)).toContain('picture: camera_denied');
    expect(track.stopped).toBe(false);
    allow(fakeStream(track));
    await settle();
    expect([track.stopped, clock.pending]).toEqual([true, 0]);
  });

  it.each<[readonly [number, string], string]>([
    [[1006, ''], 'server_unreachable'],
    [[1000, 'ready'], 'server_unreachable'],
    [[4403, 'origin_refused'], 'origin_refused'],
    [[4503, 'server_full'], 'server_full'],
    [[4503, 'no_model'], 'server_unavailable'],
    [[4429, 'rate_limited'], 'too_often'],
    [[4400, 'bad_message'], 'protocol_error'],
  ])('says why no stream could be opened: %j', async (close, problem) => {
    const { report } = await look({ close });
    expect(names(report)).toContain(`connection: ${problem}`);
  });

  it('calls a network that is not there by its name', async () => {
    const { report } = await look({ close: [1006, ''], online: () => false });
    expect(names(report)).toContain('connection: offline');
  });

  it('asks for no camera where that is not wanted', async () => {
    const { report, asked } = await look({}, false);
    expect([names(report).includes('picture: ok'), asked]).toEqual([false, []]);
  });

  it('goes on where a browser does not tell about permissions or cameras', async () => {
    const { report } = await look({
      permission: () => Promise.reject(new TypeError('camera')),
      media: () => ({
        enumerateDevices: () => Promise.reject(new Error('no')),
        getUserMedia: () => Promise.resolve(fakeStream()),
      }),
    });
    expect(report.checks.filter(({ detail }) => detail === 'not told')).toHaveLength(2);
    expect(report.ok).toBe(true);
  });
});
