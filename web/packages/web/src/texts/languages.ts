/** The languages that the check speaks, each by its own name: enough for a menu, without loading any. */

export const LANGUAGES = {
  en: 'English',
  ar: 'العربية',
  cs: 'Čeština',
  da: 'Dansk',
  de: 'Deutsch',
  el: 'Ελληνικά',
  es: 'Español',
  fa: 'فارسی',
  fi: 'Suomi',
  fr: 'Français',
  he: 'עברית',
  hi: 'हिन्दी',
  id: 'Bahasa Indonesia',
  it: 'Italiano',
  ja: '日本語',
  ko: '한국어',
  nb: 'Norsk bokmål',
  nl: 'Nederlands',
  pl: 'Polski',
  'pt-BR': 'Português (Brasil)',
  ro: 'Română',
  ru: 'Русский',
  sv: 'Svenska',
  tr: 'Türkçe',
  uk: 'Українська',
  vi: 'Tiếng Việt',
  'zh-Hans': '简体中文',
  'zh-Hant': '繁體中文',
} as const;

export type Language = keyof typeof LANGUAGES;

/** What is spoken where nothing else fits, and where a language cannot be loaded. */
export const FALLBACK: Language = 'en';

export function isLanguage(code: string): code is Language {
  return Object.hasOwn(LANGUAGES, code);
}

export const languageCodes = (): readonly Language[] => Object.keys(LANGUAGES).filter(isLanguage);
