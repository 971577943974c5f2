import { afterEach, describe, expect, it } from 'vitest';
import { chooseLanguage, wishesAround } from '../../src/texts/choose';
import { languageCodes } from '../../src/texts/languages';

describe('chooseLanguage', () => {
  it.each([
    ['pt', 'pt-BR'],
    ['pt-PT', 'pt-BR'],
    ['zh', 'zh-Hans'],
    ['zh-CN', 'zh-Hans'],
    ['zh-SG', 'zh-Hans'],
    ['zh-TW', 'zh-Hant'],
    ['zh-HK', 'zh-Hant'],
    ['yue-HK', 'zh-Hant'],
    ['iw', 'he'],
    ['in', 'id'],
    ['no', 'nb'],
    ['nn-NO', 'nb'],
    ['de-CH', 'de'],
    ['EN-gb', 'en'],
    ['en_US', 'en'],
    [' fr ', 'fr'],
    ['fr-CA-u-nu-latn', 'fr'],
    ['es-419', 'es'],
  ])('meets %s by %s', (wish, met) => {
    expect(chooseLanguage([wish])).toBe(met);
  });

  it('meets each of its own languages by itself', () => {
    for (const code of languageCodes()) expect(chooseLanguage([code])).toBe(code);
  });

  it('takes the first wish that it can meet', () => {
    expect(chooseLanguage([null, '', 'tlh', undefined, 'it', 'fr'])).toBe('it');
  });

  it('does not take a language in a script that its readers may not read', () => {
    expect(chooseLanguage(['hi-Latn', 'de'])).toBe('de');
  });

  it.each([[[]], [['tlh']], [['not a tag!']], [['x']], [['__proto__']], [['constructor']]])(
    'speaks English for %j',
    (wishes) => {
      expect(chooseLanguage(wishes)).toBe('en');
    },
  );
});

describe('wishesAround', () => {
  afterEach(() => {
    document.documentElement.removeAttribute('lang');
    document.body.replaceChildren();
  });

  const browser = { languages: ['ja-JP', 'en'] };

  it('asks the element first, then what it stands in, then the document, then the browser', () => {
    document.documentElement.lang = 'fr';
    const section = document.body.appendChild(document.createElement('section'));
    section.lang = 'nl';
    const element = section.appendChild(document.createElement('div'));
    element.lang = 'de';
    expect([...new Set(wishesAround(element, browser))]).toEqual(['de', 'nl', 'fr', 'ja-JP', 'en']);
  });

  it('looks out of the shadow tree that the element stands in', () => {
    const host = document.body.appendChild(document.createElement('div'));
    host.lang = 'ar';
    const inner = host.attachShadow({ mode: 'closed' }).appendChild(document.createElement('div'));
    expect(wishesAround(inner, browser)[0]).toBe('ar');
  });

  it('knows the document also where the element is in no tree yet', () => {
    document.documentElement.lang = 'tr';
    expect(wishesAround(document.createElement('div'), browser)).toEqual(['tr', 'ja-JP', 'en']);
  });

  it('passes over an empty lang, which says that the language is unknown', () => {
    const element = document.body.appendChild(document.createElement('div'));
    element.lang = '';
    expect(wishesAround(element, browser)).toEqual(['ja-JP', 'en']);
  });
});
