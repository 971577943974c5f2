import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { browserCheck, isSupported } from '../../src/flow/browser';
import { settle } from '../clock';
import { fakeStream, FakeTrack } from '../lens';
import { FakeSocket, TOKEN, welcome } from '../wire';

const sockets: FakeSocket[] = [];
const track = new FakeTrack();

/** As a browser makes one: by `new`. */
class PageSocket extends FakeSocket {
  constructor(address: string, protocols: string[]) {
    super(address, protocols);
    sockets.push(this);
  }
}

const options = {
  server: 'https://live.example',
  sessionToken: TOKEN,
  newSession: null,
  facing: 'user',
} as const;

beforeEach(() => {
  sockets.length = 0;
  track.stopped = false;
  vi.stubGlobal('WebSocket', PageSocket);
  vi.stubGlobal('isSecureContext', true);
  Object.defineProperty(navigator, 'mediaDevices', {
    configurable: true,
    value: Object.assign(new EventTarget(), {
      getUserMedia: () => Promise.resolve(fakeStream(track)),
      enumerateDevices: () => Promise.resolve([]),
    }),
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  Reflect.deleteProperty(navigator, 'mediaDevices');
});

describe('browserCheck', () => {
  it('opens the camera and the stream of the browser', async () => {
    const check = browserCheck(() => options);
    await check.start();
    expect(sockets.map(({ address, protocols }) => [address, ...protocols])).toEqual([
      ['wss://live.example/v1/sessions/fvs_first/stream', 'facevow.v1', 'facevow.token.fvt_secret'],
    ]);
    sockets[0]?.says(welcome());
    expect(check.snapshot().phase).toBe('running');
    check.stop();
    expect(track.stopped).toBe(true);
  });

  it('hears that the page goes away, and nothing any more afterwards', async () => {
    const check = browserCheck(() => options);
    await check.start();
    window.dispatchEvent(new Event('pagehide'));
    expect([check.snapshot().phase, track.stopped]).toEqual(['cancelled', true]);
    const before = check.snapshot();
    window.dispatchEvent(new Event('online'));
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await settle();
    expect(check.snapshot()).toBe(before);
  });

  it('is not supported where frames cannot be numbered', () => {
    expect(isSupported()).toBe(true);
    vi.stubGlobal('WebSocket', undefined);
    expect(isSupported()).toBe(false);
  });

  it('says so where the browser hides cameras', async () => {
    Reflect.deleteProperty(navigator, 'mediaDevices');
    const check = browserCheck(() => options);
    await check.start();
    expect(check.snapshot()).toMatchObject({ phase: 'failed', problem: 'camera_unsupported' });
  });
});
