import { describe, expect, it } from 'vitest';
import { lightOf, lumaOf, middleOf } from '../../src/camera/light';

describe('lumaOf', () => {
  it.each([
    [[0, 0, 0, 255], 0],
    [[255, 255, 255, 255], 255],
    [[0, 255, 0, 255], 182.4],
    [[0, 0, 0, 255, 100, 100, 100, 255], 50],
  ])('weighs the pixels %j as %d', (pixels, luma) => {
    expect(lumaOf(pixels)).toBeCloseTo(luma, 1);
  });

  it('measures nothing where there is no pixel', () => {
    expect(lumaOf([])).toBeNull();
  });
});

describe('lightOf', () => {
  it.each([
    [10, 'dark'],
    [34, 'dark'],
    [36, 'good'],
    [215, 'good'],
    [216, 'bright'],
  ] as const)('calls %d %s at first sight', (luma, light) => {
    expect(lightOf(luma, null)).toBe(light);
  });

  it('does not flicker on the edge', () => {
    expect([lightOf(40, 'dark'), lightOf(40, 'good'), lightOf(46, 'dark')]).toEqual(['dark', 'good', 'good']);
    expect([lightOf(210, 'bright'), lightOf(210, 'good'), lightOf(202, 'bright')]).toEqual([
      'bright',
      'good',
      'good',
    ]);
  });
});

describe('middleOf', () => {
  it.each([
    [640, 480, [176, 96, 288]],
    [480, 640, [96, 176, 288]],
  ])('is a square in the middle of %d x %d', (width, height, middle) => {
    expect(middleOf({ width, height })).toEqual(middle);
  });
});
