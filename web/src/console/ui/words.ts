/** Codes of the server in words. A code that is not here is shown as itself, made readable. */
import type { Tone } from '../../features/shared/tone';
import type { IconName } from './Icon';

interface Word {
  readonly word: string;
  readonly tone: Tone;
}

export const VERDICTS: Readonly<Record<string, Word>> = {
  BONA_FIDE: { word: 'Bona fide', tone: 'good' },
  ATTACK: { word: 'Attack', tone: 'bad' },
  NO_RESPONSE: { word: 'No response', tone: 'unsure' },
};

export const STATES: Readonly<Record<string, Word & { readonly icon: IconName }>> = {
  CREATED: { word: 'Created', tone: 'quiet', icon: 'hourglass' },
  IN_PROGRESS: { word: 'In progress', tone: 'unsure', icon: 'live' },
  COMPLETED: { word: 'Completed', tone: 'quiet', icon: 'good' },
  EXPIRED: { word: 'Expired', tone: 'quiet', icon: 'clock' },
  ABORTED: { word: 'Aborted', tone: 'quiet', icon: 'no' },
};

/** Why a verdict was reached, or a session ended. */
const REASONS: Readonly<Record<string, string>> = {
  passive_high: 'The passive score is high enough',
  passive_low: 'The passive score is too low',
  passive_only: 'Nothing was asked of the person',
  active_passed: 'The challenge was passed',
  active_failed: 'The challenge was failed',
  active_pending: 'The challenge was not finished',
  flat_face: 'The face moved as a flat picture does',
  no_face: 'No face was seen',
  too_few_frames: 'Too few frames could be judged',
  poor_frames: 'The frames were too poor to be judged',
  timed_out: 'It was not done in time',
  looped: 'Pictures were shown again and again',
  frozen: 'The picture stood still',
  face_swapped: 'One face took the place of another',
  error: 'The server failed; that is never a pass',
  matched: 'It is the person that it should be',
  not_matched: 'It is another person',
  not_compared: 'The face was seen too little to compare it',
};

/** `turn_left` as "Turn left". */
export function wordOf(code: string): string {
  const words = code.replaceAll('_', ' ').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Several codes in one line: "Too dark, too small". */
export const wordsOf = (codes: readonly string[]): string => wordOf(codes.join(', '));

export const reasonOf = (code: string): string => REASONS[code] ?? wordOf(code);
