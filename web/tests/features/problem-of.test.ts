import { describe, expect, it } from 'vitest';
import { problemOf } from '../../src/features/problem/problem-of';
import { AT_REST } from '../../src/features/session/snapshot';
import { IDLE } from '../../src/socket/connection';

describe('problemOf', () => {
  it('finds none at rest', () => {
    expect(problemOf(AT_REST)).toBeNull();
  });

  it.each([
    ['dropped', 'reconnecting', 'wait'],
    ['full', 'server_full', 'wait'],
    ['refused', 'refused', 'restart'],
    ['too_big', 'too_big', 'restart'],
    ['key_needed', 'key_needed', 'restart'],
    ['key_lacks', 'key_lacks', 'restart'],
    ['too_often', 'too_often', 'restart'],
    ['broken', 'server_broken', 'wait'],
  ] as const)('tells %s as %s', (cause, code, remedy) => {
    expect(problemOf({ ...AT_REST, connection: { ...IDLE, cause } })).toMatchObject({ code, remedy });
  });

  it('tells the server’s own words', () => {
    const serverError = { code: 'bad_frame', message: 'no JPEG' };
    expect(problemOf({ ...AT_REST, serverError })).toMatchObject({
      code: 'bad_frame',
      advice: 'no JPEG',
      remedy: 'none',
    });
  });

  it('tells the camera’s problem first', () => {
    const connection = { ...IDLE, cause: 'dropped' } as const;
    expect(problemOf({ ...AT_REST, connection, cameraProblem: 'camera_busy' })?.code).toBe('camera_busy');
  });
});
