import { describe, expect, it } from 'vitest';
import { backoff } from '@web/backoff';
import { causeOf, eventOf, nextState, TRANSITIONS } from '../../src/socket/connection';

const states = Object.keys(TRANSITIONS);

describe('the table of states', () => {
  it('names only states it has', () => {
    const named = Object.values(TRANSITIONS).flatMap((steps) => Object.values(steps));
    expect(named.filter((state) => !states.includes(state))).toEqual([]);
  });

  it('leads back to rest from every state but rest itself', () => {
    const stuck = Object.entries(TRANSITIONS).filter(
      ([state, steps]) => state !== 'idle' && !('stop' in steps),
    );
    expect(stuck).toEqual([]);
  });

  it('ignores events that have no step', () => {
    expect(nextState('idle', 'heard')).toBeNull();
    expect(nextState('refused', 'retry')).toBeNull();
    expect(nextState('open', 'start')).toBeNull();
  });
});

describe('close codes', () => {
  it.each([
    [1013, 'full', 'full'],
    [1008, 'refused', 'refused'],
    [1009, 'too_big', 'refused'],
    [1006, 'dropped', 'dropped'],
    [1000, 'dropped', 'dropped'],
    [4000, 'dropped', 'dropped'],
    [4401, 'key_needed', 'refused'],
    [4403, 'key_lacks', 'refused'],
    [4429, 'too_often', 'refused'],
    [4500, 'broken', 'dropped'],
  ])('reads %i as %s', (code, cause, event) => {
    expect(causeOf(code)).toBe(cause);
    expect(eventOf(causeOf(code))).toBe(event);
  });
});

describe('backoff', () => {
  it('doubles up to half a minute', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 60].map((failures) => backoff(failures, false, 1))).toEqual([
      1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000,
    ]);
  });

  it('waits longer for a full server', () => {
    expect(backoff(1, true, 1)).toBe(5000);
  });

  it('leaves no more than half of a wait to chance', () => {
    expect(backoff(3, false, 0)).toBe(2000);
    expect(backoff(3, false, 0.5)).toBe(3000);
  });
});
