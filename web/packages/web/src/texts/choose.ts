/** Which language the check speaks: the first wish that it can meet. */
import { FALLBACK, languageCodes, type Language } from './languages';

/** Languages that most who read them read under another code. */
const READ_AS: Readonly<Record<string, string>> = { no: 'nb', nn: 'nb', yue: 'zh' };

/**
 * The language for the first of these wishes (BCP 47 tags) that there is one for, and English where there is none.
 *
 * A wish is met by a language of the same script, and of the same region where there is a choice: `pt-PT` by `pt-BR`,
 * `zh-CN` by `zh-Hans`, `zh-HK` by `zh-Hant`, `iw` by `he`. What is no tag at all is passed over.
 */
export function chooseLanguage(wishes: Iterable<string | null | undefined>): Language {
  for (const wish of wishes) {
    const met = wish ? meet(wish) : null;
    if (met) return met;
  }
  return FALLBACK;
}

/**
 * The wishes that stand around an element, nearest first: its own `lang` and those it stands in, out of shadow trees
 * too; then that of the document; then those of the person's browser.
 */
export function wishesAround(element: Element, browser: Pick<Navigator, 'languages'> = navigator): string[] {
  const wishes: (string | null)[] = [];
  for (let at: Element | null = element; at; at = outside(at)) wishes.push(at.getAttribute('lang'));
  wishes.push(element.ownerDocument.documentElement.lang, ...browser.languages);
  return wishes.flatMap((wish) => (wish ? [wish] : []));
}

function outside(element: Element): Element | null {
  if (element.parentElement) return element.parentElement;
  const root = element.getRootNode();
  return root instanceof ShadowRoot ? root.host : null;
}

interface Reading {
  readonly language: string;
  readonly script: string | undefined;
  readonly region: string | undefined;
}

function meet(wish: string): Language | null {
  const wished = read(wish);
  if (!wished) return null;
  const able = languageCodes()
    .map((code) => ({ code, has: read(code) }))
    .filter(({ has }) => has?.language === wished.language && has.script === wished.script);
  return (able.find(({ has }) => has?.region === wished.region) ?? able[0])?.code ?? null;
}

/** With the likely script and region where the tag names none (`zh` is `zh-Hans-CN`); null where it is no tag. */
function read(tag: string): Reading | null {
  try {
    const { language, script, region } = new Intl.Locale(tag.trim().replaceAll('_', '-')).maximize();
    return { language: READ_AS[language] ?? language, script, region };
  } catch {
    return null;
  }
}
