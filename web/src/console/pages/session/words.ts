/** A moment of a session in words. */
import { NONE, score, seconds } from '../../ui/format';
import { wordsOf } from '../../ui/words';
import { frameAt, spanAt } from './timeline';
import type { Timeline } from './timeline';

export function momentWords(course: Timeline, at: number): string {
  const frame = frameAt(course.frames, at);
  const asked = spanAt(course.prompts, at);
  const parts = [seconds(at), asked ? `asked for: ${asked.word}` : 'nothing is asked for'];
  if (frame) {
    parts.push(frame.face_detected ? 'a face is seen' : 'no face is seen');
    if (frame.score !== null) parts.push(`score ${score(frame.score)}`);
    if (frame.quality.length > 0) parts.push(qualityWords(frame.quality));
  }
  return parts.join(', ');
}

export const qualityWords = (codes: readonly string[]): string => wordsOf(codes) || NONE;
