/** The plain example, as a browser would run it; in the place of the element stands one that notes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { shown, StandIn } from '../../packages/react/tests/stand-in';

const EXAMPLE = join(import.meta.dirname, '../../../examples/web/html');
const read = (name: string) => readFileSync(join(EXAMPLE, name), 'utf8');

let verified = true;
vi.setConfig({ testTimeout: 60_000 }); // a machine may be slow; nothing here waits for time to pass
const SOON = { timeout: 20_000 };
beforeAll(() => customElements.define('facevow-check', StandIn));
beforeEach(() => {
  vi.stubGlobal('fetch', (_: string, init?: RequestInit) =>
    Promise.resolve(Response.json(init?.method === 'POST' ? { session_token: 'fvs_a.fvt_b' } : { verified })),
  );
  const page = new DOMParser().parseFromString(read('index.html'), 'text/html');
  document.body.replaceChildren(...[...page.body.children].map((child) => document.importNode(child, true)));
  new Script(`{ ${read('app.js')} }`).runInThisContext();
});
afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

it('has nothing in it that a strict policy forbids', () => {
  const page = new DOMParser().parseFromString(read('index.html'), 'text/html');
  const scripts = [...page.scripts];
  expect(scripts.every(({ src, text }) => src !== '' && text.trim() === '')).toBe(true);
  expect(page.querySelectorAll('style, [style], [onload], [onclick], base')).toHaveLength(0);
});

it('gives the element a function that has the application’s server make a session', async () => {
  const make = shown().newSession as (wish: { excluded: string[] }) => Promise<string>;
  await expect(make({ excluded: [] })).resolves.toBe('fvs_a.fvt_b');
});

it.each([
  [true, 'Thank you'],
  [false, 'Please try again'],
])('says what the application’s server has read: verified %s', async (read_, words) => {
  verified = read_;
  shown().tells('facevow-ended', { session: 'fvs_a', state: 'COMPLETED' });
  await vi.waitFor(() => expect(document.getElementById('said')?.textContent).toContain(words), SOON);
});
