import { describe, expect, it } from 'vitest';
import { fill, plural, type Tongue } from '../../src/texts/fill';

const english: Tongue = { language: 'en', direction: 'ltr' };
const persian: Tongue = { language: 'fa', direction: 'rtl' };

describe('fill', () => {
  it('puts each value at every place of its name', () => {
    expect(fill(english, '{n} of {of}, {n}!', { n: 2, of: 3 })).toBe('2 of 3, 2!');
  });

  it('leaves a place without a value as it is, whatever objects inherit', () => {
    expect(fill(english, '{n} {toString} {constructor}', {})).toBe('{n} {toString} {constructor}');
  });

  it('fills no value twice, so that a camera may be called {n}', () => {
    expect(fill(english, '{label} {n}', { label: '{n}', n: 1 })).toBe('{n} 1');
  });

  it('takes a value as it is, though it holds what means something to String.replace', () => {
    expect(fill(english, 'at {server}', { server: '$&$1' })).toBe('at $&$1');
  });

  it('writes numbers in the digits of the language', () => {
    expect(fill(persian, '{n}', { n: 12 })).toBe('۱۲');
  });

  it('fences off a name in a line that runs from the right, and only there', () => {
    expect(fill(persian, 'به {server}', { server: 'a.example' })).toBe('به \u2068a.example\u2069');
    expect(fill(english, 'to {server}', { server: 'a.example' })).toBe('to a.example');
  });
});

describe('plural', () => {
  const forms = { one: '{n} second', other: '{n} seconds' };

  it('takes the form for the number', () => {
    expect([0, 1, 2].map((n) => plural(english, forms, n))).toEqual(['0 seconds', '1 second', '2 seconds']);
  });

  it('tells apart what a language tells apart', () => {
    const arabic: Tongue = { language: 'ar', direction: 'rtl' };
    const six = { zero: 'z', one: 'o', two: 't', few: 'f', many: 'm', other: 'x' };
    expect([0, 1, 2, 3, 11, 100].map((n) => plural(arabic, six, n)).join('')).toBe('zotfmx');
  });

  it('takes the form for all others where the language has none for the number', () => {
    expect(plural({ language: 'pl', direction: 'ltr' }, { other: '{n} s' }, 3)).toBe('3 s');
  });

  it('takes a text that is the same for every number', () => {
    expect(plural(english, 'Step {n} of {of}', 1, { of: 3 })).toBe('Step 1 of 3');
  });
});
