/**
 * Reads values of unknown shape into typed ones: the shape is written once, as a reader, and the type follows from it.
 * For what no generated type describes, or what is read from a socket or a file.
 */
export type Reader<Value> = (value: unknown) => Value;

/** What a reader throws; `read` turns it into null. */
class Unreadable extends Error {
  override readonly name = 'Unreadable';
}

/** The type that a reader gives. */
export type Read<Of> = Of extends Reader<infer Value> ? Value : never;

/** Null for whatever the reader does not take. */
export function read<Value>(reader: Reader<Value>, value: unknown): Value | null {
  try {
    return reader(value);
  } catch (thrown) {
    if (thrown instanceof Unreadable) return null;
    throw thrown;
  }
}

const refuse = (expected: string): never => {
  throw new Unreadable(`expected ${expected}`);
};

export const text: Reader<string> = (value) => (typeof value === 'string' ? value : refuse('a text'));

export const number: Reader<number> = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? value : refuse('a finite number');

export const boolean: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : refuse('a boolean'));

export const orNull =
  <Value>(reader: Reader<Value>): Reader<Value | null> =>
  (value) =>
    value === null || value === undefined ? null : reader(value);

export const listOf =
  <Value>(reader: Reader<Value>): Reader<readonly Value[]> =>
  (value) =>
    Array.isArray(value) ? value.map((item: unknown) => reader(item)) : refuse('a list');

/** One of some words. */
export const oneOf =
  <Word extends string>(...words: readonly Word[]): Reader<Word> =>
  (value) =>
    words.find((word) => word === value) ?? refuse(words.join(' or '));

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value for every name, whatever the names are. */
export const mapOf =
  <Value>(reader: Reader<Value>): Reader<Readonly<Record<string, Value>>> =>
  (value) =>
    isFields(value)
      ? Object.fromEntries(Object.entries(value).map(([name, item]) => [name, reader(item)]))
      : refuse('an object');

type Shape = Readonly<Record<string, Reader<unknown>>>;
type Shaped<Of extends Shape> = { readonly [Name in keyof Of]: Read<Of[Name]> };

/** An object with these fields; fields that are not named are left out. */
export const object =
  <Of extends Shape>(shape: Of): Reader<Shaped<Of>> =>
  (value) => {
    if (!isFields(value)) return refuse('an object');
    const pairs = Object.entries(shape).map(([name, reader]) => [name, reader(value[name])] as const);
    return Object.fromEntries(pairs) as Shaped<Of>; // each field was read by its own reader just above
  };
