import { describe, expect, it } from 'vitest';
import { fill, plural } from '../../src/texts/fill';
import { LANGUAGES, languageCodes } from '../../src/texts/languages';
import { LOADERS } from '../../src/texts/load';
import type { Plural, Texts } from '../../src/texts/texts';
import { en } from '../../src/texts/en';
import { byKey, keyOf, keysOf, leavesOf, placesIn } from './leaves';

const all: Texts[] = await Promise.all(languageCodes().map((code) => LOADERS[code]()));
const others = all.filter((texts) => texts.language !== 'en');
const english = byKey(en);
const RTL = new Set(['ar', 'fa', 'he']);

/** Words that are the same in both languages, and no oversight. */
const SAME = new Set(['nl camera.label', 'nl camera.number', 'ro camera.number']);

/** Names of products and what is typed into a browser's address line: Latin in every language. */
const NAMES = /Chrome|Edge|Firefox|Safari|https:\/\/|\{\w+\}/g;

const SCRIPTS: Readonly<Record<string, RegExp>> = {
  Arab: /\p{Script=Arabic}/u,
  Cyrl: /\p{Script=Cyrillic}/u,
  Deva: /\p{Script=Devanagari}/u,
  Grek: /\p{Script=Greek}/u,
  Hans: /\p{Script=Han}/u,
  Hant: /\p{Script=Han}/u,
  Hebr: /\p{Script=Hebrew}/u,
  Jpan: /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u,
  Kore: /\p{Script=Hangul}/u,
  Latn: /\p{Script=Latin}/u,
};

const scriptOf = (texts: Texts): string => new Intl.Locale(texts.language).maximize().script ?? '';

function pluralsOf(texts: Texts): readonly (readonly [name: string, forms: Plural, from: number])[] {
  const { prompt } = texts.acts.blink;
  return [
    ['secondsLeft', texts.secondsLeft, 0],
    ['retryIn', texts.retryIn, 0],
    ...(typeof prompt === 'string' ? [] : [['blink', prompt, 1] as const]),
  ];
}

function categoriesFrom(language: string, first: number): Map<Intl.LDMLPluralRule, number[]> {
  const rules = new Intl.PluralRules(language);
  const found = new Map<Intl.LDMLPluralRule, number[]>();
  for (let n = first; n <= 200; n += 1) {
    const category = rules.select(n);
    found.set(category, [...(found.get(category) ?? []), n]);
  }
  return found;
}

it('speaks at least 18 languages', () => {
  expect(all.length).toBeGreaterThanOrEqual(18);
});

describe.each(all.map((texts) => [texts.language, texts] as const))('%s', (code, texts) => {
  it('is listed under its own code and name', () => {
    expect(LANGUAGES).toHaveProperty([code], texts.name);
  });

  it('is a language that the browser knows by this very tag', () => {
    expect(Intl.getCanonicalLocales(code)).toEqual([code]);
    expect(Intl.PluralRules.supportedLocalesOf(code)).toEqual([code]);
  });

  it('runs in the direction of its script', () => {
    expect(texts.direction).toBe(RTL.has(code) ? 'rtl' : 'ltr');
  });

  it('has every text that English has, and no other', () => {
    expect(keysOf(texts)).toEqual(keysOf(en));
  });

  it('fills in what English fills in, but for a number that a plural form says in words', () => {
    for (const [path, text] of leavesOf(texts)) {
      const wanted = placesIn(english.get(keyOf(path)) ?? '');
      const spelled = path !== keyOf(path) && placesIn(text).length === 0;
      if (!spelled) expect(placesIn(text), `${path}: ${text}`).toEqual(wanted);
    }
  });

  it('has a plural form for every category that a number can fall into', () => {
    for (const [name, forms, first] of pluralsOf(texts))
      for (const category of categoriesFrom(code, first).keys()) expect(forms, name).toHaveProperty(category);
  });

  it('says a number in words only where the form is for that number alone', () => {
    for (const [name, forms, first] of pluralsOf(texts))
      for (const [category, numbers] of categoriesFrom(code, first))
        if (numbers.length > 1) expect(forms[category], `${name}.${category}`).toContain('{n}');
  });

  it('leaves no place unfilled once a number is given', () => {
    for (const [, forms] of pluralsOf(texts))
      for (const n of [1, 2, 3, 5, 11, 21, 22, 100]) expect(plural(texts, forms, n)).not.toMatch(/[{}]/);
    expect(fill(texts, texts.stepOf, { n: 1, of: 3 })).not.toMatch(/[{}]/);
  });

  it('is set cleanly: no stray blanks, no typewriter marks, nothing empty', () => {
    for (const [path, text] of leavesOf(texts)) {
      expect(text, path).toMatch(/\S/);
      expect(text, path).toBe(text.trim());
      expect(text, path).not.toMatch(/ {2}|\.\.\.|["'`]/);
      expect(text, path).toBe(text.normalize('NFC'));
    }
  });

  it('is short enough for a small screen', () => {
    for (const [path, text] of leavesOf(texts)) {
      const room = /^(acts\..*\.prompt|buttons|stepOf|secondsLeft|states|guidance)/.test(path) ? 56 : 120;
      expect(text.length, `${path}: ${text}`).toBeLessThanOrEqual(room);
    }
  });
});

describe.each(others.map((texts) => [texts.language, texts] as const))('%s beside English', (code, texts) => {
  it('has left nothing in English', () => {
    // What is no longer than three letters is a code or a direction.
    const same = [...byKey(texts)].filter(([key, text]) => english.get(key) === text && text.length > 3);
    expect(same.map(([key]) => `${code} ${key}`).filter((entry) => !SAME.has(entry))).toEqual([]);
  });

  it('ends a sentence where English ends one, so that no text has slipped to its neighbour', () => {
    const ends = (text: string) => /[.。।]$/.test(text);
    const slipped = [...leavesOf(texts)].filter(
      ([path, text]) => ends(text) !== ends(english.get(keyOf(path)) ?? ''),
    );
    expect(slipped).toEqual([]);
  });

  it('asks where English asks', () => {
    expect(texts.permission.title).toMatch(/[?？؟;]$/);
  });

  it('is written in its own script, with no letters of another that look alike', () => {
    const own = scriptOf(texts);
    for (const [path, text] of leavesOf(texts)) {
      if (['language', 'name', 'direction'].includes(path)) continue;
      const words = text.replace(NAMES, '');
      expect(words, path).toMatch(SCRIPTS[own] ?? /never^/);
      const foreign = Object.entries(SCRIPTS).filter(
        ([script, letters]) =>
          letters.source !== SCRIPTS[own]?.source && script !== 'Jpan' && letters.test(words),
      );
      const allowed = own === 'Jpan' ? ['Hans', 'Hant'] : [];
      expect(
        foreign.map(([script]) => script).filter((script) => !allowed.includes(script)),
        text,
      ).toEqual([]);
    }
  });

  it('tells left from right, up from down and near from far', () => {
    const { turn_left, turn_right, look_up, look_down, tilt_left, tilt_right, come_closer, go_back } =
      texts.acts;
    for (const [one, other] of [
      [turn_left, turn_right],
      [look_up, look_down],
      [tilt_left, tilt_right],
      [come_closer, go_back],
      [turn_left, tilt_left],
    ] as const)
      expect(one.prompt).not.toBe(other.prompt);
  });
});
