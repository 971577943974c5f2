import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '../../src/flow/problems';
import { CLOSES, endBy, endOf } from '../../src/stream/closes';
import { documented } from '../docs';

/** The rows of "How it ends" in docs/protocol.md: each code with each reason text. */
function rows(): string[] {
  const section = /### How it ends\n([\s\S]*?)\n### /.exec(documented('protocol.md'))?.[1] ?? '';
  return [...section.matchAll(/^\| ([\d, ]+) \|([^|]*)\|/gm)].flatMap(([, codes = '', reasons = '']) => {
    const names = [...reasons.matchAll(/`(\w+)`/g)].map(([, name = '']) => name);
    return codes
      .split(',')
      .flatMap((code) => (names.length > 0 ? names : ['']).map((n) => `${code.trim()} ${n}`));
  });
}

const tabled = Object.entries(CLOSES).flatMap(([code, row]) =>
  Object.keys(row).map((reason) => `${code} ${reason}`),
);

describe('the table of ends', () => {
  it('has every row that is documented, and no other', () => {
    expect(rows().length).toBeGreaterThan(25);
    expect([...tabled].sort()).toEqual(rows().sort());
  });

  it('names problems that have a row of their own', () => {
    const ends = Object.values(CLOSES).flatMap((row) => Object.values(row));
    const problems = ends.filter((end) => end !== 'decided' && end !== 'left');
    expect(problems.filter((end) => !Object.hasOwn(PROBLEMS, end))).toEqual([]);
  });

  it('takes an unknown reason as the first of its code', () => {
    expect([endOf(4503, 'new_thing'), endOf(4429, ''), endOf(4500, 'challenge_impossible')]).toEqual([
      'server_unavailable',
      'too_often',
      'server_failed',
    ]);
  });

  it('says nothing of codes that anybody may have sent', () => {
    expect([endOf(1006, ''), endOf(1000, ''), endOf(1000, 'bye'), endOf(1011, ''), endOf(1013, '')]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('knows an end by what the last message says', () => {
    expect([endBy('left'), endBy('broken'), endBy('erased'), endBy(''), endBy('toString')]).toEqual([
      'left',
      'server_failed',
      'session_over',
      null,
      null,
    ]);
  });
});
