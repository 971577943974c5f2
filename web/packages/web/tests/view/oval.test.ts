import { describe, expect, it } from 'vitest';
import { ease, easeEllipse, fitOf, headIn, ovalIn } from '../../src/view/oval';

const FRAME = { width: 640, height: 480 };

describe('the oval', () => {
  it('stands in the middle of what the words leave free, and within it', () => {
    const oval = ovalIn({ left: 0, top: 100, width: 320, height: 300 }, { width: 320, height: 420 });
    expect(oval).toMatchObject({ x: 160, y: 250 });
    expect(oval.y - oval.ry).toBeGreaterThan(100);
    expect(oval.y + oval.ry).toBeLessThan(400);
  });

  it('stays within a narrow picture, and is never inside out where there is no room', () => {
    const narrow = ovalIn({ left: 0, top: 0, width: 200, height: 900 }, { width: 200, height: 900 });
    expect(narrow.rx).toBeLessThan(100);
    expect(ovalIn({ left: 0, top: 0, width: 10, height: 10 }, { width: 10, height: 10 }).ry).toBe(0);
  });

  it('is never so high that a face in it would be too near to be judged', () => {
    const { ry } = ovalIn({ left: 0, top: 0, width: 2000, height: 1000 }, { width: 2000, height: 600 });
    expect(2 * ry).toBeLessThan(0.8 * 600);
  });
});

describe('the head in the picture', () => {
  it('lies where the frame, cut by its stage, shows it', () => {
    // 480 px high on 240: half the size; 640 wide becomes 320, of which 60 are cut off at each side.
    const head = headIn([220, 140, 200, 200], FRAME, { width: 200, height: 240 }, false);
    expect(head?.x).toBeCloseTo(100);
    expect(head?.y).toBeCloseTo(110);
  });

  it('is on the other side in a mirror', () => {
    const at = (mirrored: boolean) => headIn([0, 140, 100, 100], FRAME, FRAME, mirrored)?.x;
    expect([at(false), at(true)]).toEqual([50, 590]);
  });

  it('is nowhere while frame or picture has no size', () => {
    expect(headIn([0, 0, 9, 9], { width: 0, height: 0 }, FRAME, true)).toBeNull();
    expect(headIn([0, 0, 9, 9], FRAME, { width: 0, height: 0 }, true)).toBeNull();
  });
});

describe('how a head stands to the oval', () => {
  const oval = { x: 100, y: 100, rx: 60, ry: 80 };
  it.each([
    ['in', oval],
    ['far', { ...oval, rx: 20, ry: 30 }],
    ['near', { ...oval, rx: 90, ry: 120 }],
    ['beside', { ...oval, x: 150 }],
  ] as const)('is %s', (fit, head) => {
    expect(fitOf(head, oval)).toBe(fit);
  });
});

describe('easing', () => {
  it('comes nearer with every step and never goes beyond, however long the step', () => {
    const steps = [10, 100, 10_000].map((ms) => ease(0, 1, ms, 90));
    expect([...steps].sort((a, b) => a - b)).toEqual(steps);
    expect(Math.max(...steps)).toBeLessThanOrEqual(1);
  });

  it('is where it belongs at once where nothing is to move', () => {
    expect(ease(0, 1, 16, 0)).toBe(1);
    expect(easeEllipse(null, { x: 1, y: 2, rx: 3, ry: 4 }, 16, 90)).toEqual({ x: 1, y: 2, rx: 3, ry: 4 });
  });
});
