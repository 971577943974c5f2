/** axe finds nothing, in any state of the check, in either theme, from left to right or from right to left. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findings, prefer, SCHEMES } from './harness/axe';
import { nothingHere } from './harness/nothing-here';
import { Stage } from './harness/stage';
import { IN_STREAM, PLAIN, STATES } from './harness/states';
import { Stub } from './harness/stub';
import type { Visit } from './harness/visit';

const LANGUAGES = ['en', 'ar'] as const;
const why = nothingHere(['chromium']);

async function inEveryDress(visit: Visit, state: string): Promise<string[]> {
  const found: string[] = [];
  for (const language of LANGUAGES) {
    await visit.speaks(language);
    for (const scheme of SCHEMES) {
      await prefer(visit.page, scheme);
      for (const finding of await findings(visit.page))
        found.push(`${state}, ${language}, ${scheme}: ${finding}`);
    }
  }
  await visit.speaks('en');
  return found;
}

describe.skipIf(why !== null)(`axe${why ? `: ${why}` : ''}`, () => {
  const stage = new Stage('chromium');
  let stub: Stub;
  beforeAll(async () => {
    stub = await Stub.start();
  });
  afterEach(() => stub.reset());
  afterAll(() => stub.stop());

  it('would find what is wrong inside of the check', async () => {
    const visit = await stage.visit(stub.address, 'pattern', PLAIN);
    await visit.page.evaluate(() => {
      const button = document.createElement('button');
      document.querySelector('facevow-check')?.shadowRoot?.append(button);
    });
    expect((await findings(visit.page)).join()).toContain('button-name');
  });

  it.each(STATES)('finds nothing: $name', async ({ name, wishes = {}, come }) => {
    const visit = await stage.visit(stub.address, 'pattern', {
      ...PLAIN,
      ...wishes,
      asks: { ...PLAIN.asks, ...wishes.asks },
    });
    await come(visit, stub);
    const found = await inEveryDress(visit, name);
    expect(found, found.join('\n')).toEqual([]);
  });

  it('finds nothing in whatever a stream shows', { timeout: 180_000 }, async () => {
    const visit = await stage.visit(stub.address, 'pattern', {
      ...PLAIN,
      asks: { ...PLAIN.asks, lang: 'en' },
    });
    await visit.page.evaluate(() => document.querySelector('facevow-check')?.start());
    const line = await stub.line();
    line.welcome();
    await visit.reaches('running');
    const found: string[] = [];
    for (const { name, show } of IN_STREAM) {
      await show(line);
      found.push(...(await inEveryDress(visit, name)));
    }
    expect(found, found.join('\n')).toEqual([]);
  });
});
