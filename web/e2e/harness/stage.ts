/** What the files of tests share: browsers that are launched once, visits that are closed after each test. */
import { join } from 'node:path';
import type { Browser } from 'puppeteer-core';
import { afterAll, afterEach, inject } from 'vitest';
import { launch, type BrowserName, type Device } from './browsers';
import { Visit, type Wishes } from './visit';

export class Stage {
  readonly name: BrowserName;
  readonly #browsers = new Map<string, Promise<Browser>>();
  readonly #visits: Visit[] = [];

  constructor(name: BrowserName) {
    this.name = name;
    afterEach(async () => {
      for (const visit of this.#visits.splice(0)) await visit.close();
    });
    afterAll(async () => {
      for (const browser of this.#browsers.values()) await (await browser).close();
    });
  }

  /** The application's page in a browser with this device, which is kept for the next test that wants the same. */
  async visit(server: string, device: Device, wishes: Wishes = {}): Promise<Visit> {
    const key = JSON.stringify(device);
    const browser = this.#browsers.get(key) ?? launch(this.name, device);
    this.#browsers.set(key, browser);
    const visit = await Visit.to(await browser, inject('surroundings').application, server, wishes);
    this.#visits.push(visit);
    return visit;
  }

  /** A visit before a clip of the footage: Chromium plays it as a camera, in Firefox the page does. */
  filmed(clip: string, server: string, wishes: Wishes = {}): Promise<Visit> {
    const { application, clips } = inject('surroundings');
    const file = clips[`${clip}.mjpeg`];
    if (file === undefined) throw new Error(`expected a clip named ${clip}`);
    return this.name === 'chromium'
      ? this.visit(server, { clip: file }, wishes)
      : this.visit(server, 'pattern', {
          ...wishes,
          camera: { plays: `${application}/footage/${clip}.mjpeg` },
        });
  }

  keep(visit: Visit, name: string): Promise<void> {
    return visit.keep(join(inject('surroundings').out, this.name), name);
  }
}
