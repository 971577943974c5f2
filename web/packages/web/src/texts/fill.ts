/** Puts numbers and names into texts, as the language writes them. */
import type { Plural, Texts } from './texts';

/** The language that a text is in: any `Texts` will do. */
export type Tongue = Pick<Texts, 'language' | 'direction'>;

export type Values = Readonly<Record<string, string | number>>;

const PLACE = /\{(\w+)\}/g;

/** First strong isolate and its end: a name in Latin letters does not disturb a line that runs from the right. */
const [ISOLATE, END] = ['\u2068', '\u2069'];

/** The text with each `{name}` replaced by its value; what has no value is left as it is, and no value is filled twice. */
export function fill(tongue: Tongue, text: string, values: Values): string {
  return text.replace(PLACE, (place, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    return value === undefined ? place : write(tongue, value);
  });
}

/** The text for so many, with `{n}` filled in; a text that is the same for any number may stand for all of them. */
export function plural(tongue: Tongue, forms: string | Plural, n: number, values: Values = {}): string {
  const text = typeof forms === 'string' ? forms : (forms[categoryOf(tongue, n)] ?? forms.other);
  return fill(tongue, text, { ...values, n });
}

function write({ language, direction }: Tongue, value: string | number): string {
  if (typeof value === 'number') return new Intl.NumberFormat(language).format(value);
  return direction === 'rtl' ? `${ISOLATE}${value}${END}` : value;
}

function categoryOf({ language }: Tongue, n: number): Intl.LDMLPluralRule {
  return new Intl.PluralRules(language).select(n);
}
