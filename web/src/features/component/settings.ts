import type { Language } from '@web/texts/languages';
import type { Schemas } from './answers';

export type Theme = 'auto' | 'light' | 'dark';
export type Width = 'full' | 640 | 420 | 320 | 280;
export type Direction = 'ltr' | 'rtl';

/** How the check is embedded. */
export interface Settings {
  /** Null for what page and browser say. */
  readonly language: Language | null;
  readonly theme: Theme;
  /** Null for the server's own. */
  readonly policy: Schemas['PolicyName'] | null;
  /** In CSS pixels. */
  readonly width: Width;
  readonly direction: Direction;
  readonly spoken: boolean;
}

export const DEFAULTS: Settings = {
  language: null,
  theme: 'auto',
  policy: null,
  width: 'full',
  direction: 'ltr',
  spoken: false,
};

export const POLICIES: readonly Schemas['PolicyName'][] = ['strict', 'balanced', 'lenient', 'passive_only'];
export const THEMES: readonly Theme[] = ['auto', 'light', 'dark'];
export const WIDTHS: readonly Width[] = ['full', 640, 420, 320, 280];
export const DIRECTIONS: readonly Direction[] = ['ltr', 'rtl'];
