/** Small, total questions about values of unknown shape. */

export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean';

export const isText = (value: unknown): value is string => typeof value === 'string';

export const isFinite = (value: unknown): value is number => Number.isFinite(value);

export const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

export const isShare = (value: unknown): value is number => isFinite(value) && value >= 0 && value <= 1;

/** Whether `value` is one of the words listed. */
export const isOneOf = <Word extends string>(words: readonly Word[], value: unknown): value is Word =>
  (words as readonly unknown[]).includes(value);

/** The known words of a list: words of a newer server are left out rather than refused. Not a list: null. */
export function knownWords<Word extends string>(words: readonly Word[], value: unknown): Word[] | null {
  return Array.isArray(value) ? value.filter((item) => isOneOf(words, item)) : null;
}

/** The texts of a list; none where it is no list. */
export const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isText) : []);

/** JSON text to a value; null where it is no JSON. */
export function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
