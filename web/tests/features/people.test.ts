import { describe, expect, it } from 'vitest';
import { EMPTY, orderOf } from '../../src/features/people/draft';
import type { Draft } from '../../src/features/people/draft';
import { judge } from '../../src/features/people/judge';
import { lineOf } from '../../src/features/people/line-of';
import { faultsOf, needsKey, reasonsOf, wordsFor } from '../../src/features/people/problem-words';
import { ownProblem } from '../../src/socket/api';
import type { Problem } from '../../src/socket/api';
import { parseEnrolment, parseGallery, parseIdentified, parseVerified } from '../../src/socket/people';
import { texts } from '../../src/texts';
import { enrolment, entry, gallery, identified, MATCHER, verified } from '../people';

const picture = new Blob(['face']);
const SESSION = 'fvs_8fJ2kQ0vX5mN1bR7tY3wZA';
const { people } = texts;

function got<Value>(value: Value | null): Value {
  if (value === null) throw new Error('expected an answer that can be read');
  return value;
}

describe('orderOf', () => {
  it.each([
    [{}, [], 'lackPicture'],
    [{ task: 'verify', subject: 'anna' }, [], 'lackPicture'],
    [{ task: 'verify', subject: '  ' }, [picture], 'lackSubject'],
    [{ task: 'enrol', subject: '' }, [picture], 'lackSubject'],
    [{ task: 'verify', subject: 'anna\ud83d' }, [picture], 'lackCharacter'],
    [{ task: 'enrol', subject: 'anna', session: 'fvs_1' }, [picture], 'lackSession'],
  ] as const)('says what %j lacks', (change: Partial<Draft>, pictures, lack) => {
    expect(orderOf({ ...EMPTY, ...change }, pictures)).toBe(lack);
  });

  it('sends no name to an identification, and a name without the blanks around it', () => {
    expect(orderOf({ ...EMPTY, subject: 'anna' }, [picture])).toMatchObject({ subject: '', live: true });
    expect(orderOf({ ...EMPTY, task: 'verify', subject: ' anna ' }, [picture])).toMatchObject({
      subject: 'anna',
    });
  });

  it('takes a name out of the list as it is, blanks and all', () => {
    const draft = { ...EMPTY, task: 'verify', listed: true } as const;
    expect(orderOf({ ...draft, subject: 'a ' }, [picture])).toMatchObject({ subject: 'a ' });
    expect(orderOf({ ...draft, subject: ' ' }, [picture])).toMatchObject({ subject: ' ' });
    expect(orderOf({ ...draft, subject: ' ' }, [picture])).not.toHaveProperty('listed');
  });

  it('takes a session in place of pictures, at an enrolment only', () => {
    const draft = { ...EMPTY, task: 'enrol', subject: 'anna', session: SESSION } as const;
    expect(orderOf(draft, [picture])).toMatchObject({ session: SESSION, pictures: [] });
    expect(orderOf({ ...draft, task: 'verify' }, [picture])).toMatchObject({
      session: '',
      pictures: [picture],
    });
  });
});

describe('judge', () => {
  const verifiedWith = (change: object) =>
    judge({ task: 'verify', subject: 'anna', value: got(parseVerified({ ...verified, ...change })) });
  const identifiedWith = (change: object) =>
    judge({ task: 'identify', value: got(parseIdentified({ ...identified, ...change })) });

  it('is green for a match alone', () => {
    expect(verifiedWith({})).toMatchObject({ code: 'match', tone: 'good' });
    expect(verifiedWith({ match: false, reasons: ['not_live'] })).toMatchObject({
      code: 'no-match',
      tone: 'bad',
      reasons: [people.reasons.not_live],
    });
  });

  it('has words for codes of a newer server', () => {
    expect(verifiedWith({ match: false, reasons: ['eyes_shut'] }).reasons).toEqual(['eyes shut']);
  });

  it('tells nobody found from a face that was not compared', () => {
    expect(identifiedWith({})).toMatchObject({ code: 'found', tone: 'good' });
    const nobody = { matches: [], reasons: ['not_matched'] };
    expect(identifiedWith(nobody)).toMatchObject({ code: 'nobody', tone: 'unsure', reasons: [] });
    expect(identifiedWith({ ...nobody, searched: 0 }).line).toBe(people.nobodyLine(0));
    const attack = identifiedWith({ matches: [], reasons: ['not_live', 'blurred'] });
    expect(attack).toMatchObject({ code: 'not-looked', tone: 'bad' });
    expect(attack.reasons).toEqual([people.reasons.not_live, people.reasons.blurred]);
  });

  it('warns of an enrolment that looks like somebody else’s', () => {
    const enrolled = got(parseEnrolment(enrolment));
    expect(judge({ task: 'enrol', value: enrolled }).tone).toBe('unsure');
    expect(judge({ task: 'enrol', value: { ...enrolled, duplicates: [] } }).tone).toBe('good');
  });
});

describe('problems in words', () => {
  const unfit: Problem = {
    ...ownProblem('not_fit'),
    places: [
      { pointer: '#/images/1', detail: 'blurred, covered', codes: ['blurred', 'covered'] },
      { pointer: '#/images/3', detail: 'strange', codes: ['strange'] },
      { pointer: '#/subject', detail: 'elsewhere', codes: [] },
    ],
  };

  it('names each picture’s own faults', () => {
    const { blurred, covered } = people.reasons;
    expect([...faultsOf(unfit)]).toEqual([
      [1, `${blurred ?? ''} ${covered ?? ''}`],
      [3, 'strange'],
    ]);
    expect(reasonsOf(unfit)).toEqual([blurred, covered, 'strange']);
    expect([...faultsOf(null)]).toEqual([]);
  });

  it('takes the only picture of a comparison for the first', () => {
    const place = { pointer: '#/image', detail: 'ATTACK', codes: ['ATTACK', 'passive_low'] };
    expect(faultsOf({ ...ownProblem('not_live'), places: [place] }).get(0)).toBe(people.reasons.not_live);
  });

  it('asks for a key where one would help', () => {
    for (const code of ['key_missing', 'key_malformed', 'key_unknown', 'key_revoked', 'scope_missing']) {
      expect(needsKey(ownProblem(code))).toBe(true);
    }
    expect(needsKey(ownProblem('away'))).toBe(false);
    expect(needsKey(null)).toBe(false);
  });

  it('has its own words first, then the server’s, then the code', () => {
    expect(wordsFor({ ...ownProblem('not_live'), detail: 'x' })).toEqual(people.problems.not_live);
    const odd = { ...ownProblem('odd'), title: 'Odd', detail: 'It is odd.', retryAfter: 1 };
    expect(wordsFor(odd)).toEqual({ title: 'Odd', advice: 'It is odd. Try again in 1 second.' });
    expect(wordsFor(ownProblem('http_502'))).toEqual({ title: people.failed, advice: 'http_502' });
  });
});

describe('lineOf', () => {
  it('says what has to be enrolled again and what is broken', () => {
    const page = got(
      parseGallery({ ...gallery, subjects: [{ ...entry, templates: 2, unreadable: 1, last: null }] }),
    );
    const [person] = page.people;
    if (!person) throw new Error('expected one person');
    expect(lineOf(person, MATCHER)).toBe('2 templates · 1 broken');
    expect(lineOf(person, 'orb 1')).toBe(`2 templates · 1 broken · ${people.outdated}`);
    expect(lineOf(person, null)).toBe('2 templates · 1 broken');
  });
});
