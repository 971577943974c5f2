import { describe, expect, it } from 'vitest';
import {
  parseEnrolment,
  parseGallery,
  parseIdentified,
  parseReceipt,
  parseTemplates,
  parseVerified,
} from '../../src/socket/people';
import { enrolment, entry, gallery, identified, MOMENT, receipt, template, verified } from '../people';

const PARSERS = [
  ['gallery', parseGallery],
  ['templates', parseTemplates],
  ['verification', parseVerified],
  ['identification', parseIdentified],
  ['enrolment', parseEnrolment],
  ['receipt', parseReceipt],
] as const;

describe('answers about people', () => {
  it('takes a page of the gallery, with somebody whose name is lost', () => {
    const page = parseGallery({ ...gallery, subjects: [entry, { ...entry, subject: null }], next: 'abc' });
    expect(page?.people.map(({ subject }) => subject)).toEqual(['anna', null]);
    expect(page).toMatchObject({ next: 'abc', matcher: 'mobilefacenet 1' });
    expect(page?.people[0]).toMatchObject({ templates: 3, unreadable: 0, last: MOMENT });
  });

  it('takes a name with half a character in it for one that is lost', () => {
    const names = ['anna\ud83d', '\ude00', '\ud83d\ude00'];
    const page = parseGallery({ ...gallery, subjects: names.map((subject) => ({ ...entry, subject })) });
    expect(page?.people.map(({ subject }) => subject)).toEqual([null, null, '\ud83d\ude00']);
  });

  it('leaves out of a list what is no entry', () => {
    const odd = [{ ...entry, templates: -1 }, { ...entry, subject: 7 }, 'anna', null];
    expect(parseGallery({ ...gallery, subjects: [...odd, entry] })?.people).toHaveLength(1);
    expect(parseTemplates({ templates: [template, { ...template, created: 'lately' }, 3] })).toHaveLength(1);
  });

  it('takes a match and what is none', () => {
    expect(parseVerified(verified)).toMatchObject({ match: true, score: 0.79, liveScore: 0.91, reasons: [] });
    const none = { ...verified, match: false, score: null, reasons: ['no_face'], live_score: null };
    expect(parseVerified(none)).toMatchObject({
      match: false,
      score: null,
      liveScore: null,
      reasons: ['no_face'],
    });
  });

  it.each([
    { match: 'true' },
    { match: 1 },
    { score: null },
    { score: NaN },
    { threshold: null },
    { verdict: 'FINE' },
    { matcher: undefined },
  ])('takes no match that says %j', (change) => {
    expect(parseVerified({ ...verified, ...change })).toBeNull();
  });

  it('takes nobody found, and no list that is broken anywhere', () => {
    expect(parseIdentified({ ...identified, matches: [] })?.matches).toEqual([]);
    expect(parseIdentified(identified)?.matches).toEqual([{ subject: 'anna', score: 0.79 }]);
    expect(
      parseIdentified({ ...identified, matches: [...identified.matches, { subject: 'ben' }] }),
    ).toBeNull();
    expect(parseEnrolment({ ...enrolment, duplicates: null })).toBeNull();
  });

  it('counts all that is enrolled', () => {
    expect(parseEnrolment(enrolment)).toEqual({
      subject: 'anna',
      templates: 3,
      duplicates: [{ subject: 'ben', score: 0.71 }],
    });
  });

  it('keeps the whole receipt as the server signed it', () => {
    const kept = parseReceipt(receipt);
    expect(kept).toMatchObject({ templates: 3, erasedAt: MOMENT, auditNumber: 1812, auditHash: '3b1c' });
    expect(JSON.parse(kept?.document ?? '')).toEqual(receipt);
    expect(parseReceipt({ ...receipt, counts: {} })).toBeNull();
    expect(parseReceipt({ ...receipt, audit: { number: 1 } })).toBeNull();
  });

  it.each(PARSERS)('refuses nonsense as a %s', (_, parse) => {
    for (const nonsense of [null, undefined, 7, 'x', [], {}, [[]], { subjects: {} }]) {
      expect(parse(nonsense)).toBeNull();
    }
  });
});
