import { describe, expect, it } from 'vitest';
import { MEASURED_MS, measurePicture } from '../../src/camera/measure';
import type { Viewer } from '../../src/camera/measure';
import { HandClock } from '../clock';
import { fakeStream, FakeTrack } from '../lens';

/** A video that plays `rate` pictures a second, and tells of each where `tells` is set. */
function viewer(clock: HandClock, rate = 30, tells = true): Viewer {
  const telling: Pick<Viewer, 'requestVideoFrameCallback'> = {
    requestVideoFrameCallback: (callback) => (rate > 0 ? clock.set(callback, 1000 / rate) : 0),
  };
  return {
    muted: false,
    playsInline: false,
    srcObject: null,
    videoWidth: 640,
    videoHeight: 480,
    get currentTime() {
      return rate > 0 ? clock.now() / 1000 : 0;
    },
    play: () => Promise.resolve(),
    ...(tells ? telling : {}),
  };
}

const claims = (frameRate?: number) =>
  fakeStream(new FakeTrack(frameRate === undefined ? {} : { frameRate }));

describe('measurePicture', () => {
  it('counts the pictures of a second', async () => {
    const clock = new HandClock();
    const video = viewer(clock, 12.5);
    const measured = measurePicture(claims(30), clock, video);
    await clock.pass(MEASURED_MS);
    expect(await measured).toEqual({ width: 640, height: 480, framesPerSecond: 12 });
    expect([video.muted, video.playsInline, video.srcObject]).toEqual([true, true, null]);
  });

  it('believes the camera where the browser does not tell of each picture', async () => {
    const clock = new HandClock();
    const measured = measurePicture(claims(25), clock, viewer(clock, 30, false));
    await clock.pass(MEASURED_MS);
    expect(await measured).toMatchObject({ framesPerSecond: 25 });
  });

  it.each<[string, (clock: HandClock) => Viewer, MediaStream]>([
    ['comes once and never again', (clock) => viewer(clock, 0), claims(30)],
    ['stands still where nobody tells', (clock) => viewer(clock, 0, false), claims(30)],
    ['nobody knows the rate of', (clock) => viewer(clock, 30, false), claims()],
    ['has no size', (clock) => Object.assign(viewer(clock), { videoWidth: 0 }), claims(30)],
    [
      'never begins',
      (clock) => Object.assign(viewer(clock), { play: () => new Promise<void>(() => undefined) }),
      claims(30),
    ],
    [
      'may not be played',
      (clock) =>
        Object.assign(viewer(clock), { play: () => Promise.reject(new DOMException('', 'NotAllowedError')) }),
      claims(30),
    ],
  ])('measures nothing of a picture that %s', async (_, make, stream) => {
    const clock = new HandClock();
    const video = make(clock);
    const measured = measurePicture(stream, clock, video);
    await clock.pass(10_000);
    expect([await measured, video.srcObject]).toEqual([null, null]);
  });
});
