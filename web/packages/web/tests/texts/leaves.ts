/** Every single text of a language, under the path of its keys; each plural form under its category. */
import type { Texts } from '../../src/texts/texts';

const CATEGORY = /\.(zero|one|two|few|many|other)$/;

export function leavesOf(texts: Texts): ReadonlyMap<string, string> {
  const leaves = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') leaves.set(path, value);
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`);
  };
  walk(texts, '');
  return leaves;
}

/** The path without the plural category, and so the same in all languages. */
export function keyOf(path: string): string {
  return path.replace(CATEGORY, '');
}

export function keysOf(texts: Texts): string[] {
  return [...new Set([...leavesOf(texts).keys()].map(keyOf))].sort();
}

/** What stands under each key; of plural forms the last one given, `other`. */
export function byKey(texts: Texts): ReadonlyMap<string, string> {
  return new Map([...leavesOf(texts)].map(([path, text]) => [keyOf(path), text]));
}

export function placesIn(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].flatMap(([, name]) => (name === undefined ? [] : [name])).sort();
}
