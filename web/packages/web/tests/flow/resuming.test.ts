import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../src/flow/problems';
import type { ProblemCode } from '../../src/flow/problems';
import { MOST_RESUMES, problemOf, READING_MS, waitAfter } from '../../src/flow/resuming';

const codes = Object.keys(PROBLEMS).filter((code): code is ProblemCode => Object.hasOwn(PROBLEMS, code));
const tries = { failures: 1, resumes: 0, canAsk: true };
const here = { online: true, shownBefore: false };

describe('waitAfter', () => {
  it('goes on by itself after those problems that the table says, and after no other', () => {
    const goesOn = codes.filter((code) => waitAfter(code, tries, 1) !== null);
    const tabled = codes.filter((code) => PROBLEMS[code].remedy === 'by_itself' || PROBLEMS[code].resumes);
    expect(goesOn).toEqual(tabled);
    expect(goesOn).toContain('server_full');
    expect(goesOn).not.toContain('token_invalid');
  });

  it('begins no other session where the application makes none, or has made enough', () => {
    expect(waitAfter('connection_lost', { ...tries, canAsk: false }, 1)).toBeNull();
    expect(waitAfter('connection_lost', { ...tries, resumes: MOST_RESUMES }, 1)).toBeNull();
    expect(waitAfter('connection_lost', { ...tries, resumes: MOST_RESUMES - 1 }, 1)).toBe(4000);
  });

  it('tries the same token as often as it takes', () => {
    expect(waitAfter('server_full', { failures: 50, resumes: MOST_RESUMES, canAsk: false }, 1)).toBe(30_000);
  });

  it('leaves time to read why what a person cannot do makes it begin again', () => {
    expect(waitAfter('cannot_do_this', { ...tries, failures: 9 }, 0)).toBe(READING_MS);
  });
});

describe('problemOf', () => {
  it.each([
    [{ end: null, welcomed: true }, here, 'connection_lost'],
    [{ end: null, welcomed: false }, here, 'server_unreachable'],
    [{ end: null, welcomed: false }, { ...here, online: false }, 'offline'],
    [{ end: 'server_stopped', welcomed: false }, here, 'server_unavailable'],
    [{ end: 'server_stopped', welcomed: true }, here, 'server_stopped'],
    [{ end: 'token_used', welcomed: false }, here, 'token_used'],
    [{ end: 'token_used', welcomed: false }, { ...here, shownBefore: true }, 'connection_lost'],
    [{ end: 'silent', welcomed: true }, here, 'silent'],
    [{ end: 'decided', welcomed: true }, here, null],
    [{ end: 'left', welcomed: true }, here, null],
  ] as const)('names %j in %j %s', (ending, circumstances, problem) => {
    expect(problemOf({ ...ending, ended: null }, circumstances)).toBe(problem);
  });
});
