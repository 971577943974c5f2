// @vitest-environment node
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { drawPages } from '../../scripts/tables/pages.js';

const PAGE = 'docs/component.md';
const ELEMENT = 'web/packages/web/src/element.ts';
const PROBLEMS = 'web/packages/web/src/flow/problems.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tables-'));
  for (const name of [PAGE, 'docs/browsers.md', 'web/packages/web/src', 'web/packages/web/vite.config.ts'])
    cpSync(join('..', name), join(folder, name), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const read = (name: string): string => readFileSync(join(folder, name), 'utf8');

function change(name: string, from: string, to: string): void {
  expect(read(name)).toContain(from);
  writeFileSync(join(folder, name), read(name).replace(from, to));
}

const tables = (check: boolean) => drawPages(pathToFileURL(`${folder}/`), check);

describe('tables', () => {
  it('draws a table anew from what the source says, and is content with it afterwards', async () => {
    change(PROBLEMS, "too_often: row('new_session', 'person')", "too_often: row('none', 'server')");
    expect(await tables(false)).toBeNull();
    expect(read(PAGE)).toMatch(/^\| `too_often` \|.*\| the server \| not at all \|$/m);
    expect(await tables(true)).toBeNull();
  });

  it('refuses a page that is not as the source has it, and leaves it as it is', async () => {
    expect(await tables(false)).toBeNull();
    change(PAGE, '| `facevow-ended` |', '| `facevow-over` |');
    const before = read(PAGE);
    expect(await tables(true)).toContain('expected docs/component.md as');
    expect(read(PAGE)).toBe(before);
  });

  it('refuses an attribute that nobody has said a word about', async () => {
    change(ELEMENT, "'session-token',", "'session-token',\n    'volume',");
    expect(await tables(true)).toContain('expected words for attribute volume');
  });

  it('refuses words about a member that is gone', async () => {
    change(ELEMENT, '  retry(): void {', '  tryAgain(): void {');
    expect(await tables(true)).toContain('expected words for member tryAgain');
    change(ELEMENT, '  tryAgain(): void {', '  #retry(): void {');
    expect(await tables(true)).toContain('no member is called retry');
  });

  it('refuses a page that has no place for a table, or one for none', async () => {
    change(PAGE, '<!-- drawn: slots -->', '<!-- drawn: slits -->');
    expect(await tables(true)).toContain('got slits');
    change(PAGE, '<!-- drawn: slits -->', '');
    expect(await tables(true)).toContain('expected a place for slots');
  });
});
