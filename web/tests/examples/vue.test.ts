/** The Vue example, compiled as its own build does it and mounted; in the place of the element stands one that notes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import * as Vue from 'vue';
import { compileScript, parse } from 'vue/compiler-sfc';
import { shown, StandIn } from '../../packages/react/tests/stand-in';

const EXAMPLE = join(import.meta.dirname, '../../../examples/web/vue');

/** As the example's vite.config.js has it. */
const AS_BUILT = { isCustomElement: (tag: string) => tag === 'facevow-check' };

function confirmComponent(): Vue.Component {
  const source = readFileSync(join(EXAMPLE, 'src/Confirm.vue'), 'utf8');
  const { descriptor, errors } = parse(source, { templateParseOptions: AS_BUILT });
  expect(errors).toEqual([]);
  const { content } = compileScript(descriptor, {
    id: 'confirm',
    inlineTemplate: true,
    genDefaultAs: 'component',
    templateOptions: { compilerOptions: AS_BUILT },
  });
  const code = content.replace(
    /^import \{(.*)\} from ['"]vue['"]/gm,
    (_, names: string) => `const {${names.replaceAll(' as ', ': ')}} = Vue;`,
  );
  const make: unknown = new Script(`(Vue) => { ${code}; return component; }`).runInThisContext();
  return (make as (vue: typeof Vue) => Vue.Component)(Vue);
}

let app: Vue.App | null = null;
const asked: [string, RequestInit | undefined][] = [];
vi.setConfig({ testTimeout: 60_000 }); // a machine may be slow; nothing here waits for time to pass
const SOON = { timeout: 20_000 };
beforeAll(() => customElements.define('facevow-check', StandIn));
beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => {
    asked.push([path, init]);
    return Promise.resolve(
      Response.json(init?.method === 'POST' ? { session_token: 'fvs_a.fvt_b' } : { verified: true }),
    );
  });
  app = Vue.createApp(confirmComponent());
  app.mount(document.body.appendChild(document.createElement('main')));
});
afterEach(() => {
  app?.unmount();
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

it('gives the element a function that has the application’s server make a session', async () => {
  const make = shown().newSession as (wish: { excluded: string[] }) => Promise<string>;
  await expect(make({ excluded: ['head'] })).resolves.toBe('fvs_a.fvt_b');
  expect(asked).toMatchObject([['/check', { method: 'POST', body: '{"cannot":["head"]}' }]]);
});

it('offers to give up while the check runs, and gives up', async () => {
  expect(document.querySelector('button')).toBeNull();
  shown().tells('facevow-phase', { phase: 'running', problem: null });
  await Vue.nextTick();
  document.querySelector('button')?.click();
  expect(shown().done).toContain('cancel');
});

it('asks the application’s server for the verdict at the end, whatever the browser was told', async () => {
  shown().tells('facevow-ended', { session: 'fvs_a', state: 'COMPLETED', verdict: 'ATTACK' });
  await vi.waitFor(
    () => expect(document.querySelector('[role=status]')?.textContent).toContain('Thank you'),
    SOON,
  );
  expect(asked).toEqual([['/check', undefined]]);
});

it('fills the slot of the element', () => {
  expect(shown().querySelector('[slot=footer]')?.textContent).toBe('Your pictures are not kept.');
});
