/** Chromium and Firefox of this machine, each with the camera that a test wants. */
import { existsSync } from 'node:fs';
import puppeteer, { type Browser } from 'puppeteer-core';

export type BrowserName = 'chromium' | 'firefox';
export const BROWSERS: readonly BrowserName[] = ['chromium', 'firefox'];

const PROGRAMS: Readonly<Record<BrowserName, readonly string[]>> = {
  chromium: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'],
  firefox: ['/usr/bin/firefox-esr', '/usr/bin/firefox'],
};

/** What the browser itself has for a camera: none, one that the person refuses, or a clip that is played. */
export type Device = 'none' | 'refused' | 'pattern' | { readonly clip: string };

const programOf = (name: BrowserName): string | undefined => PROGRAMS[name].find((path) => existsSync(path));

/** Those that are not installed. */
export const missingBrowsers = (): BrowserName[] => BROWSERS.filter((name) => programOf(name) === undefined);

/** Firefox plays no file as a camera: a clip has to be played in the page there (`playInPage`). */
export async function launch(name: BrowserName, device: Device): Promise<Browser> {
  const executablePath = programOf(name) ?? '';
  if (name === 'firefox')
    return puppeteer.launch({
      browser: 'firefox',
      executablePath,
      extraPrefsFirefox: {
        'media.navigator.streams.fake': device !== 'none',
        'media.navigator.permission.disabled': device !== 'refused',
        'permissions.default.camera': device === 'refused' ? 2 : 0,
      },
    });
  return puppeteer.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', ...cameraOf(device)],
  });
}

function cameraOf(device: Device): string[] {
  if (device === 'none') return [];
  const pattern = '--use-fake-device-for-media-stream';
  if (device === 'refused') return [pattern, '--deny-permission-prompts'];
  const allowed = [pattern, '--use-fake-ui-for-media-stream'];
  return device === 'pattern' ? allowed : [...allowed, `--use-file-for-fake-video-capture=${device.clip}`];
}
