import { describe, expect, it } from 'vitest';
import { followDeadline, secondsUntil } from '../../src/view/deadline';

describe('the time that is left', () => {
  it('runs on by the clock while the answers agree with it, without jumping', () => {
    const first = followDeadline(null, 5, 1000);
    expect(followDeadline(first, 4.85, 1100)).toBe(first);
    expect(secondsUntil(first, 3000)).toBe(3);
  });

  it('follows the server where it says something else', () => {
    expect(followDeadline(6000, 9, 1000)).toBe(10_000);
  });

  it('is never less than none, since the server alone ends a window', () => {
    expect(secondsUntil(1000, 5000)).toBe(0);
  });
});
