/**
 * Every word that the check shows or speaks, as a language has to give it. English is in en.ts; a language is one file.
 *
 * Texts hold `{n}` and the like where a number or a name is filled in (`fill`). Left and right are the person's own.
 */
import type { Act, QualityCode } from '../api/stream';
import type { Ability } from '../flow/snapshot';
import type { ProblemCode } from '../flow/problems';

/** One text for each plural category that the language has (Unicode CLDR); `other` stands for those not given. */
export type Plural = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };

export interface ActText {
  /** What to do: said at once. `blink` has `{n}`. */
  readonly prompt: string | Plural;
  /** A second line that helps. */
  readonly how: string;
}

export interface Advice {
  readonly title: string;
  readonly advice: string;
}

/** What just went wrong, where the person is to know it. */
export type NoticeCode =
  'early_act' | 'hasty_act' | 'wrong_act' | 'window_over' | 'face_lost' | 'face_joined' | 'clock_jumped';

export interface Texts {
  /** BCP 47, such as `pt-BR`. */
  readonly language: string;
  /** Its name in itself, for a menu. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';

  /** Names the whole region for a screen reader. */
  readonly region: string;
  readonly start: {
    readonly title: string;
    readonly line: string;
    readonly tips: readonly string[];
    /** Nothing flashes: for people with photosensitive epilepsy. */
    readonly noFlashing: string;
    /** `{server}` is the name of the server. */
    readonly privacy: string;
    readonly button: string;
  };
  readonly abilities: {
    readonly title: string;
    readonly line: string;
    readonly each: Readonly<Record<Ability, string>>;
    readonly refused: string;
    /** A button in the midst of the check. */
    readonly cannot: string;
  };
  readonly permission: Advice;
  readonly connecting: string;
  readonly concluding: Advice;
  readonly done: Advice;
  /** Shown only where the application lets the browser know the verdict. */
  readonly verdicts: Readonly<Record<'BONA_FIDE' | 'ATTACK' | 'NO_RESPONSE', Advice>>;
  readonly cancelled: Advice;

  readonly states: {
    readonly face_due: string;
    readonly settling: string;
    readonly resting: string;
    readonly returning: string;
    readonly passed: string;
    /** Where no movements are asked for. */
    readonly still: string;
  };
  readonly acts: Readonly<Record<Act, ActText>>;
  readonly guidance: Readonly<Record<QualityCode, string>>;
  readonly notices: Readonly<Record<NoticeCode, string>>;
  readonly problems: Readonly<Record<ProblemCode, Advice>>;
  /** `{n}` is which act of how many, `{of}`. */
  readonly stepOf: string;
  readonly secondsLeft: Plural;
  readonly retryIn: Plural;
  readonly progress: string;

  readonly camera: {
    readonly label: string;
    /** Where the browser does not tell its name; `{n}` counts from 1. */
    readonly number: string;
    readonly picture: string;
  };
  readonly buttons: {
    readonly cancel: string;
    readonly again: string;
    readonly now: string;
    readonly speakOn: string;
    readonly speakOff: string;
  };
}
