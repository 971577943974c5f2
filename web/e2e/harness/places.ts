/** The pages that a server has: what to call them, where they are, and how to get to see them. */
import type { Browser, Page } from 'puppeteer-core';
import type { Facevow } from './setup';

export interface Place {
  readonly name: string;
  readonly path: string;
  /** A button that is pressed first, and what is waited for then. */
  readonly press?: readonly [button: string, there: string];
}

/** Of a session that is over, so that its page has something to show. */
export const places = (session: string | null): readonly Place[] => [
  { name: 'page-live', path: '/#/' },
  { name: 'page-check', path: '/#/check' },
  { name: 'page-people', path: '/#/people' },
  { name: 'console-overview', path: '/console#/' },
  { name: 'console-live', path: '/console#/live' },
  { name: 'console-sessions', path: '/console#/sessions' },
  ...(session === null ? [] : [{ name: 'console-session', path: `/console#/sessions/${session}` }]),
  { name: 'console-people', path: '/console#/people' },
  { name: 'console-callbacks', path: '/console#/callbacks' },
  { name: 'console-audit', path: '/console#/audit' },
  { name: 'console-policies', path: '/console#/policies' },
  { name: 'console-reports', path: '/console#/reports' },
  { name: 'console-report', path: '/console#/reports/e2e' },
  { name: 'console-try', path: '/console#/try' },
  { name: 'console-trying', path: '/console#/try', press: ['Start the camera', 'video'] },
  { name: 'console-nowhere', path: '/console#/nowhere' },
];

/** Opens a page, gives it the key where it asks for one, and waits until nothing is being loaded any more. */
export async function enter(browser: Browser, facevow: Facevow, { path, press }: Place): Promise<Page> {
  const page = await (await browser.createBrowserContext()).newPage();
  await page.goto(facevow.address + path);
  await settled(page);
  const field = await page.$('input[type=password]');
  if (field) {
    await field.type(facevow.key);
    await field.press('Enter');
    await page.waitForFunction(() => document.querySelector('input[type=password]') === null);
    await settled(page);
  }
  if (press) {
    await page.locator(`::-p-text(${press[0]})`).click();
    await page.waitForSelector(press[1]);
    await page.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0);
  }
  return page;
}

async function settled(page: Page): Promise<void> {
  await page.waitForSelector('main, input[type=password]');
  await page.waitForNetworkIdle({ idleTime: 300, concurrency: 2 });
  await page.waitForFunction(() => document.querySelector('[data-testid=loading]') === null);
}

/** By how many pixels the page is wider than its window, once it has been drawn: nothing may be scrolled sideways. */
export const tooWide = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    for (let drawn = 0; drawn < 3; drawn += 1) await new Promise(requestAnimationFrame);
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
