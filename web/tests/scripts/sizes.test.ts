// @vitest-environment node
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 60_000 }); // a machine may be slow to start a program

/** What no packing makes smaller, as code that could be. */
const noise = (bytes: number) => `const noise = '${randomBytes(bytes / 2).toString('latin1')}';`;
const PAGE = 'src/facevow/server/page';
const ELEMENT = 'web/packages/web/dist';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sizes-'));
  write(`${ELEMENT}/facevow-check.js`, 'import"./shared.js";const d=()=>import("./facevow-check-de.js");');
  write(`${ELEMENT}/shared.js`, 'export const a = 1;');
  write(`${ELEMENT}/facevow-check-de.js`, 'import{a}from"./shared.js";');
  write('web/packages/react/dist/index.js', 'export{};');
  for (const name of ['index', 'console'])
    write(`${PAGE}/${name}.html`, `<script type="module" src="./assets/${name}.js"></script>`);
  write(`${PAGE}/assets/index.js`, 'export{};');
  write(`${PAGE}/assets/console.js`, 'export{};');
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function sizes(...given: string[]) {
  const script = join(import.meta.dirname, '../../scripts/sizes.js');
  const run = spawnSync(process.execPath, [script, '--in', folder, ...given], { encoding: 'utf8' });
  const line = (name: string) => run.stdout.split('\n').find((each) => each.trim().startsWith(name));
  return { status: run.status, complaint: run.stderr, line };
}

describe('sizes', () => {
  it('says how large everything is, and that nothing is too large', () => {
    const { status, complaint, line } = sizes('--check');
    expect([status, complaint]).toEqual([0, '']);
    expect(line('component')).toMatch(/0\.1 kB of 60 kB$/);
    expect(line('de')).toMatch(/0\.\d kB$/);
  });

  it('counts what a script imports at once, and not what it fetches when it is needed', () => {
    write(`${ELEMENT}/facevow-check-de.js`, noise(200_000));
    expect(sizes('--check').status).toBe(0);
    write(`${ELEMENT}/shared.js`, noise(200_000));
    const { status, complaint } = sizes('--check');
    expect(status).toBe(1);
    expect(complaint).toMatch(/^component, English is \d+\.\d kB, more than 60 kB$/m);
  });

  it('counts what the component has brought already to no language', () => {
    write(`${ELEMENT}/shared.js`, noise(50_000));
    expect(sizes().line('de')).toMatch(/ 0\.\d kB$/);
  });

  it('refuses a console over its limit, style sheets included', () => {
    write(`${PAGE}/console.html`, '<link rel="stylesheet" href="./assets/console.css">');
    write(`${PAGE}/assets/console.css`, noise(600_000));
    expect(sizes('--check').complaint).toMatch(/^console with every page is \d+\.\d kB, more than 230 kB$/m);
  });

  it('counts to the console what only some of its pages fetch', () => {
    write(`${PAGE}/assets/console.js`, 'const page=()=>import(`./page.js`);');
    write(`${PAGE}/assets/page.js`, noise(600_000));
    const { line, complaint } = sizes('--check');
    expect(line('console')).toMatch(/ 0\.\d kB$/);
    expect(complaint).toMatch(/^console with every page is \d+\.\d kB, more than 230 kB$/m);
  });

  it('does not take what is not built for small', () => {
    rmSync(join(folder, ELEMENT), { recursive: true });
    expect(sizes().status).toBe(0);
    const { status, complaint } = sizes('--check');
    expect(status).toBe(1);
    expect(complaint).toContain('component, English is not built');
  });
});
