/** The challenge within a result: strict about shapes, mild about words of a newer server that only explain. */
import { ACTIVE_STATES, ACTS, FAILURES, NOTICES } from './messages';
import type { ActiveCheck, ActPrompt } from './messages';
import { isBoolean, isCount, isFields, isFinite, isOneOf, isShare, isText, knownWords } from './narrow';

/** Null where it is malformed. An act that is due but unknown is: the page could not say what to do. */
export function parseActiveCheck(value: unknown): ActiveCheck | null {
  if (!isFields(value)) return null;
  const { enabled, state, of } = value;
  const done = knownWords(ACTS, value.done);
  const prompt = parsePrompt(value.prompt);
  const notice = knownWord(NOTICES, value.notice);
  const failed_by = knownWord(FAILURES, value.failed_by);
  if (!isBoolean(enabled) || !isOneOf(ACTIVE_STATES, state) || !done || !isCount(of)) return null;
  if (prompt === undefined || notice === undefined || failed_by === undefined) return null;
  if (state === 'act_due' && !prompt) return null;
  return { enabled, state, done, of, prompt, notice, failed_by };
}

/** Undefined where it is neither a prompt nor null. */
function parsePrompt(value: unknown): ActPrompt | null | undefined {
  if (value === null) return null;
  if (!isFields(value)) return undefined;
  const { act, times, number, of, seconds_left, window, progress } = value;
  if (!isOneOf(ACTS, act) || !isCount(times) || times < 1) return undefined;
  if (!isCount(number) || !isCount(of) || number < 1 || number > of) return undefined;
  if (!isFinite(seconds_left) || seconds_left < 0 || !isFinite(window) || window <= 0) return undefined;
  if (!isShare(progress)) return undefined;
  return { act, times, number, of, seconds_left, window, progress };
}

/** The word where it is known; null for none and for a newer server's word; undefined for anything else. */
function knownWord<Word extends string>(words: readonly Word[], value: unknown): Word | null | undefined {
  if (isOneOf(words, value)) return value;
  return value === null || isText(value) ? null : undefined;
}
