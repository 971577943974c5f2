import { describe, expect, it } from 'vitest';
import { en } from '../../src/texts/en';
import { de } from '../../src/texts/de';
import { languageCodes } from '../../src/texts/languages';
import { LOADERS, loadTexts, PATIENCE_MS, type Loaders } from '../../src/texts/load';
import { HandClock } from '../clock';

const german = (load: Loaders['de']): Loaders => ({ ...LOADERS, de: load });

describe('loadTexts', () => {
  it.each(languageCodes())('loads %s', async (code) => {
    expect((await loadTexts(code)).language).toBe(code);
  });

  it('speaks English where the file cannot be had, and leaves no timer behind', async () => {
    const timers = new HandClock();
    const loaders = german(() => Promise.reject(new TypeError('Failed to fetch')));
    expect(await loadTexts('de', { loaders, timers })).toBe(en);
    expect(timers.pending).toBe(0);
  });

  it('speaks English where loading throws at once', async () => {
    const loaders = german(() => {
      throw new Error('no import here');
    });
    expect(await loadTexts('de', { loaders, timers: new HandClock() })).toBe(en);
  });

  it('waits no longer than its patience, so that a slow file never holds up the check', async () => {
    const timers = new HandClock();
    const heard: string[] = [];
    const loaders = german(() => new Promise(() => undefined));
    void loadTexts('de', { loaders, timers }).then(({ language }) => heard.push(language));
    await timers.pass(PATIENCE_MS - 1);
    expect(heard).toEqual([]);
    await timers.pass(1);
    expect(heard).toEqual(['en']);
  });

  it('takes what comes in time, and stops waiting', async () => {
    const timers = new HandClock();
    expect(await loadTexts('de', { loaders: german(() => Promise.resolve(de)), timers })).toBe(de);
    expect(timers.pending).toBe(0);
  });
});
