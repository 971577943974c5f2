/** Fetches a language when it is asked for: each is a file of its own, so that nobody loads what nobody reads. */
import { browserTimers, type Timers } from '../timers';
import { en } from './en';
import type { Language } from './languages';
import type { Texts } from './texts';

export type Loaders = Readonly<Record<Language, () => Promise<Texts>>>;

export const LOADERS: Loaders = {
  en: () => Promise.resolve(en),
  ar: async () => (await import('./ar')).ar,
  cs: async () => (await import('./cs')).cs,
  da: async () => (await import('./da')).da,
  de: async () => (await import('./de')).de,
  el: async () => (await import('./el')).el,
  es: async () => (await import('./es')).es,
  fa: async () => (await import('./fa')).fa,
  fi: async () => (await import('./fi')).fi,
  fr: async () => (await import('./fr')).fr,
  he: async () => (await import('./he')).he,
  hi: async () => (await import('./hi')).hi,
  id: async () => (await import('./id')).id,
  it: async () => (await import('./it')).it,
  ja: async () => (await import('./ja')).ja,
  ko: async () => (await import('./ko')).ko,
  nb: async () => (await import('./nb')).nb,
  nl: async () => (await import('./nl')).nl,
  pl: async () => (await import('./pl')).pl,
  'pt-BR': async () => (await import('./pt-BR')).ptBR,
  ro: async () => (await import('./ro')).ro,
  ru: async () => (await import('./ru')).ru,
  sv: async () => (await import('./sv')).sv,
  tr: async () => (await import('./tr')).tr,
  uk: async () => (await import('./uk')).uk,
  vi: async () => (await import('./vi')).vi,
  'zh-Hans': async () => (await import('./zh-Hans')).zhHans,
  'zh-Hant': async () => (await import('./zh-Hant')).zhHant,
};

/** Longer than a slow network needs for the few kilobytes, and short enough that nobody waits in front of nothing. */
export const PATIENCE_MS = 4000;

/** What loading needs from outside. */
export interface LoadParts {
  readonly loaders: Loaders;
  readonly timers: Timers;
}

/** The texts in this language; in English where they do not come in time, or not at all. Never rejects. */
export function loadTexts(
  language: Language,
  { loaders = LOADERS, timers = browserTimers }: Partial<LoadParts> = {},
): Promise<Texts> {
  return new Promise((resolve) => {
    const timer = timers.set(() => resolve(en), PATIENCE_MS);
    const settle = (texts: Texts) => {
      timers.clear(timer);
      resolve(texts);
    };
    void Promise.resolve(language)
      .then((asked) => loaders[asked]())
      .then(settle, () => settle(en));
  });
}
