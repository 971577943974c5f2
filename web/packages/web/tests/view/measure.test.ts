import { describe, expect, it, vi } from 'vitest';
import { LightMeter } from '../../src/view/measure';

/** A video of one colour, and a canvas that shows it. */
function setUp(luma: () => number, width = 640) {
  const drawImage = vi.fn<(video: HTMLVideoElement, x: number, y: number, side: number) => void>();
  const brush: unknown = {
    drawImage,
    getImageData: () => ({ data: new Uint8ClampedArray(16 * 16 * 4).fill(luma()) }),
  };
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(brush as CanvasRenderingContext2D);
  const video = document.createElement('video');
  Object.defineProperties(video, { videoWidth: { value: width }, videoHeight: { value: 480 } });
  const sawLight = vi.fn();
  return { meter: new LightMeter(video, { sawLight }), sawLight, drawImage };
}

describe('the measure of light', () => {
  it('tells a dark picture from a good one, and a bright one from both', () => {
    let luma = 20;
    const { meter, sawLight } = setUp(() => luma);
    for (const [at, value] of [20, 120, 250].entries()) {
      luma = value;
      meter.measure(at * 1000);
    }
    expect(sawLight.mock.calls.flat()).toEqual(['dark', 'good', 'bright']);
  });

  it('looks a few times a second, however often it is asked', () => {
    const { meter, drawImage } = setUp(() => 120);
    for (let at = 0; at < 1000; at += 16) meter.measure(at);
    expect(drawImage).toHaveBeenCalledTimes(4);
  });

  it('looks at the middle of the picture, where the face is to be', () => {
    const { meter, drawImage } = setUp(() => 120);
    meter.measure(0);
    const [, x, y, side] = drawImage.mock.calls[0] ?? [];
    expect([x, y, side]).toEqual([176, 96, 288]);
  });

  it('says nothing before there is a picture', () => {
    const { meter, sawLight } = setUp(() => 120, 0);
    meter.measure(0);
    expect(sawLight).not.toHaveBeenCalled();
  });
});
