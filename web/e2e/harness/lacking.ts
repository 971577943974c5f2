/** What a test needs may be absent: it is skipped then, with a message, unless FACEVOW_REQUIRE names the thing. */
import process from 'node:process';

/** As tests/conftest.py has them. */
export type Thing = 'browser' | 'models' | 'node' | 'shared';

const required = (): readonly string[] => (process.env.FACEVOW_REQUIRE ?? '').split(',');

/** Returns the message that a skipped test shows; throws it where the thing is required. */
export function lacking(thing: Thing, message: string): string {
  if (required().includes(thing)) throw new Error(`required here: ${message}`);
  return message;
}
