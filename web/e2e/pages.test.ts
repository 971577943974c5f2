/** The server's own pages, with a session to show: axe finds nothing, nothing is cut off, nothing breaks a policy. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';
import type { Browser } from 'puppeteer-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { findings, prefer, SCHEMES } from './harness/axe';
import { launch } from './harness/browsers';
import { enter, places, tooWide } from './harness/places';
import { nothingHere } from './harness/nothing-here';

const { facevow, absent, clips, out, session } = inject('surroundings');
const why = nothingHere(['chromium']) ?? absent;
/** Pictures of every page are taken for people to look at, where they say where to. */
const keeping = process.env.FACEVOW_E2E_OUT !== undefined;
const WIDTHS = keeping ? [360, 768, 1440] : [360];

describe.skipIf(why !== null || facevow === null)(`The server's pages${why ? `: ${why}` : ''}`, () => {
  const server = facevow ?? { address: '', key: '' };
  let browser: Browser;
  beforeAll(async () => {
    await mkdir(join(out, 'pages'), { recursive: true });
    browser = await launch('chromium', { clip: clips['bonafide.mjpeg'] ?? '' });
  });
  afterAll(() => browser.close());

  it.each(places(session))('$name stands in every width and theme', async (place) => {
    const page = await enter(browser, server, place);
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(String(error)));
    for (const width of WIDTHS) {
      await page.setViewport({ width, height: 900 });
      const over = await tooWide(page);
      if (over > 0) broken.push(`wider than ${String(width)} px by ${String(over)}`);
      for (const scheme of SCHEMES) {
        await prefer(page, scheme);
        const name = `${place.name}-${String(width)}-${scheme}`;
        if (keeping)
          await page.screenshot({
            path: join(out, 'pages', `${name}.png`),
            fullPage: true,
          });
        for (const finding of await findings(page)) broken.push(`${name}: ${finding}`);
      }
    }
    await page.browserContext().close();
    expect(broken, broken.join('\n')).toEqual([]);
  });

  it.each(SCHEMES)(
    'asks for a key at the door of the console in a way that anybody can use: %s',
    async (scheme) => {
      const page = await (await browser.createBrowserContext()).newPage();
      await prefer(page, scheme);
      await page.goto(`${server.address}/console`);
      await page.waitForSelector('input[type=password]');
      expect(await findings(page)).toEqual([]);
      await page.browserContext().close();
    },
  );
});
