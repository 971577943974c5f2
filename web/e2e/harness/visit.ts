/** A page of the application in a browser, and what a person does and sees there. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, BrowserContext, ElementHandle, Page } from 'puppeteer-core';
import type { Phase } from '@web/flow/phases';
import type { ProblemCode } from '@web/flow/problems';
import { failToOpen, playInPage, takeAway, watch } from './inside';

/** How the page's camera behaves: the browser's own, a canvas in its place, or an error's name. */
export type PageCamera = 'own' | 'drawn' | { readonly plays: string } | { readonly fails: string };

export interface Wishes {
  readonly camera?: PageCamera;
  /** Parameters of the application's page: attributes of the component, `renews`, `policy`. */
  readonly asks?: Readonly<Record<string, string>>;
  /** What the browser has not. */
  readonly lacks?: 'WebSocket' | 'isSecureContext';
  readonly size?: readonly [width: number, height: number];
}

const SOON = 20_000;

export class Visit {
  readonly page: Page;
  readonly #context: BrowserContext;

  static async to(
    browser: Browser,
    application: string,
    server: string,
    wishes: Wishes = {},
  ): Promise<Visit> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    const [width, height] = wishes.size ?? [800, 900];
    await page.setViewport({ width, height });
    const camera = wishes.camera ?? 'own';
    if (camera === 'drawn') await page.evaluateOnNewDocument(playInPage, null);
    else if (camera !== 'own' && 'plays' in camera)
      await page.evaluateOnNewDocument(playInPage, camera.plays);
    else if (camera !== 'own') await page.evaluateOnNewDocument(failToOpen, camera.fails);
    if (wishes.lacks !== undefined) await page.evaluateOnNewDocument(takeAway, wishes.lacks);
    await page.evaluateOnNewDocument(watch);
    const visit = new Visit(page, context);
    await page.goto(`${application}/?${String(new URLSearchParams({ server, ...wishes.asks }))}`);
    await page.waitForFunction(() => customElements.get('facevow-check') !== undefined, { timeout: SOON });
    return visit;
  }

  private constructor(page: Page, context: BrowserContext) {
    this.page = page;
    this.#context = context;
  }

  /** Waits until the check stands there; says where it stood if it does not come to that. */
  async reaches(phase: Phase, within = SOON): Promise<void> {
    try {
      await this.page.waitForFunction(
        (wanted) => document.querySelector('facevow-check')?.phase === wanted,
        { timeout: within },
        phase,
      );
    } catch (error) {
      const stands = await this.page.evaluate(() => {
        const check = document.querySelector('facevow-check');
        return `${String(check?.phase)} ${String(check?.problem)}; heard ${JSON.stringify(window.heard)}`;
      });
      throw new Error(`expected ${phase}, stands at ${stands}`, { cause: error });
    }
  }

  async waitsFor(problem: ProblemCode): Promise<void> {
    await this.reaches('waiting');
    const found = await this.problem();
    if (found !== problem) throw new Error(`expected to wait for ${problem}, got ${String(found)}`);
  }

  problem(): Promise<string | null> {
    return this.page.evaluate(() => document.querySelector('facevow-check')?.problem ?? null);
  }

  /** Presses the button that shows this text, wherever shadow roots hide it. */
  async press(text: string): Promise<void> {
    const found = await this.page.waitForFunction(
      (wanted) => {
        const seek = (root: Document | ShadowRoot): HTMLElement | null => {
          for (const element of root.querySelectorAll<HTMLElement>('*')) {
            const words = [element.textContent, element.getAttribute('aria-label') ?? ''];
            const shown = element.checkVisibility({ visibilityProperty: true });
            if (
              element.matches('button, summary, label, [role=button]') &&
              shown &&
              words.some((said) => said.trim() === wanted)
            )
              return element;
            const inner = element.shadowRoot && seek(element.shadowRoot);
            if (inner) return inner;
          }
          return null;
        };
        return seek(document);
      },
      { timeout: SOON },
      text,
    );
    await (found as ElementHandle<HTMLElement>).click();
  }

  /** Has page and check in this language, and waits until the check's texts are. */
  async speaks(language: 'en' | 'ar'): Promise<void> {
    await this.page.evaluate((wanted) => {
      const { documentElement } = document;
      [documentElement.lang, documentElement.dir] = [wanted, wanted === 'ar' ? 'rtl' : 'ltr'];
      document.querySelector('facevow-check')?.setAttribute('lang', wanted);
    }, language);
    await this.page.waitForFunction(
      (wanted) =>
        document.querySelector('facevow-check')?.shadowRoot?.querySelector<HTMLElement>('[dir]')?.dir ===
        wanted,
      { timeout: SOON },
      language === 'ar' ? 'rtl' : 'ltr',
    );
  }

  /** Moves the focus with the tabulator until it is on the button that shows this text. */
  async tabTo(text: string): Promise<void> {
    for (let pressed = 0; pressed < 30; pressed += 1) {
      await this.page.keyboard.press('Tab');
      const focused = await this.page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      });
      if (focused.trim() === text) return;
    }
    throw new Error(`expected "${text}" to be reached by the keyboard`);
  }

  /** All that the check shows, as text. */
  shown(): Promise<string> {
    return this.page.evaluate(() => {
      const root = document.querySelector('facevow-check')?.shadowRoot;
      const texts = [...(root?.querySelectorAll<HTMLElement>('*') ?? [])]
        .filter((element) => element.children.length === 0 && element.checkVisibility())
        .map((element) => element.textContent.trim());
      return texts.filter((text) => text !== '').join(' | ');
    });
  }

  async shows(text: string): Promise<void> {
    const deadline = Date.now() + SOON;
    let shown = '';
    while (Date.now() < deadline) {
      shown = await this.shown();
      if (shown.includes(text)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`expected "${text}" to be shown, found "${shown}"`);
  }

  spoken(): Promise<string[]> {
    return this.page.evaluate(() => window.facevowInside.spoken);
  }

  async says(text: string): Promise<void> {
    await this.page.waitForFunction(
      (wanted) => window.facevowInside.spoken.some((said) => said.includes(wanted)),
      { timeout: SOON },
      text,
    );
  }

  /** What the tracks of all cameras stand at. */
  tracks(): Promise<string[]> {
    return this.page.evaluate(() => window.facevowInside.tracks.map((track) => track.readyState));
  }

  violations(): Promise<string[]> {
    return this.page.evaluate(() => window.facevowInside.violations);
  }

  heard(name: string): Promise<Record<string, unknown>[]> {
    return this.page.evaluate((wanted) => window.heard.filter((event) => event.name === wanted), name);
  }

  /** Takes the camera away, as somebody does who pulls its plug. */
  async unplug(): Promise<void> {
    await this.page.evaluate(() => {
      for (const track of window.facevowInside.tracks) {
        track.stop();
        track.dispatchEvent(new Event('ended')); // a page that stops its own track is not told
      }
    });
  }

  /** Keeps a picture of the page and what was said so far. */
  async keep(folder: string, name: string): Promise<void> {
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
    await writeFile(join(folder, `${name}.txt`), `${(await this.spoken()).join('\n')}\n`);
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}
