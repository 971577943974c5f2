import { describe, expect, it } from 'vitest';
import { placeBox } from '../../src/features/stage/place-box';

const frame = { width: 640, height: 480 };

describe('placeBox', () => {
  it('scales and mirrors', () => {
    const stage = { width: 320, height: 240 };
    expect(placeBox([100, 80, 200, 240], frame, stage, false)).toEqual({
      left: 50,
      top: 40,
      width: 100,
      height: 120,
    });
    expect(placeBox([100, 80, 200, 240], frame, stage, true)).toEqual({
      left: 170,
      top: 40,
      width: 100,
      height: 120,
    });
  });

  it('follows the picture where the stage crops it', () => {
    const square = { width: 480, height: 480 };
    expect(placeBox([100, 0, 100, 480], frame, square, false)).toEqual({
      left: 20,
      top: 0,
      width: 100,
      height: 480,
    });
  });

  it('cuts a box at the edges of the stage', () => {
    expect(placeBox([-50, -20, 100, 100], frame, frame, false)).toEqual({
      left: 0,
      top: 0,
      width: 50,
      height: 80,
    });
  });

  it('has no place without sizes', () => {
    expect(placeBox([0, 0, 10, 10], { width: 0, height: 0 }, frame, true)).toBeNull();
    expect(placeBox([0, 0, 10, 10], frame, { width: 0, height: 0 }, true)).toBeNull();
  });
});
