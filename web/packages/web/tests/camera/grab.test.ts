import { describe, expect, it, vi } from 'vitest';
import { fitWithin, FrameGrabber } from '../../src/camera/grab';

function fakeVideo(width: number, height: number, readyState: number) {
  const video = document.createElement('video');
  Object.defineProperties(video, {
    videoWidth: { value: width },
    videoHeight: { value: height },
    readyState: { value: readyState },
  });
  return video;
}

describe('fitWithin', () => {
  it.each([
    [
      { width: 1280, height: 720 },
      { width: 640, height: 360 },
    ],
    [
      { width: 720, height: 1280 },
      { width: 360, height: 640 },
    ],
    [
      { width: 640, height: 480 },
      { width: 640, height: 480 },
    ],
    [
      { width: 320, height: 240 },
      { width: 320, height: 240 },
    ],
    [
      { width: 4000, height: 1 },
      { width: 640, height: 1 },
    ],
  ])('brings %j to %j', (size, expected) => {
    expect(fitWithin(size, 640)).toEqual(expected);
  });
});

describe('FrameGrabber', () => {
  it('draws the picture unmirrored at its scaled size and asks for a JPEG of quality 0.85', async () => {
    const video = fakeVideo(1280, 960, HTMLMediaElement.HAVE_ENOUGH_DATA);
    const canvas = document.createElement('canvas');
    const drawImage = vi.fn();
    const brush: unknown = { drawImage };
    vi.spyOn(canvas, 'getContext').mockReturnValue(brush as null);
    const jpeg = new Blob(['jpeg'], { type: 'image/jpeg' });
    const toBlob = vi.spyOn(canvas, 'toBlob').mockImplementation((done) => done(jpeg));
    expect(await new FrameGrabber(video, canvas).grab()).toBe(jpeg);
    expect(drawImage).toHaveBeenCalledWith(video, 0, 0, 640, 480);
    expect(toBlob.mock.calls[0]?.slice(1)).toEqual(['image/jpeg', 0.85]);
    expect([canvas.width, canvas.height]).toEqual([640, 480]);
  });

  it('makes it no larger than it is taken where it goes', async () => {
    const video = fakeVideo(1280, 960, HTMLMediaElement.HAVE_ENOUGH_DATA);
    const canvas = document.createElement('canvas');
    const brush: unknown = { drawImage: () => undefined };
    vi.spyOn(canvas, 'getContext').mockReturnValue(brush as null);
    vi.spyOn(canvas, 'toBlob').mockImplementation((done) => done(null));
    const sizes: number[][] = [];
    for (const longest of [320, 2048, 0]) {
      await new FrameGrabber(video, canvas).grab(longest);
      sizes.push([canvas.width, canvas.height]);
    }
    expect(sizes).toEqual([
      [320, 240],
      [640, 480],
      [1, 1],
    ]);
  });

  it('has nothing to give before the video has a picture', async () => {
    const video = fakeVideo(640, 480, HTMLMediaElement.HAVE_METADATA);
    expect(await new FrameGrabber(video).grab()).toBeNull();
    expect(await new FrameGrabber(fakeVideo(0, 0, HTMLMediaElement.HAVE_ENOUGH_DATA)).grab()).toBeNull();
  });
});
