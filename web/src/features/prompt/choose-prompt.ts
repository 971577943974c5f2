import type { ActiveState, Guidance, ResultMessage } from '../../socket/messages';
import { texts } from '../../texts';
import type { IconName } from '../shared/Icon';

export interface PromptChoice {
  readonly words: string;
  readonly icon: IconName;
  readonly tone: 'good' | 'bad' | 'unsure' | 'act';
}

const ACTS: Record<ActiveState, PromptChoice> = {
  blink_and_turn_due: { words: texts.acts.blink.prompt, icon: 'blink', tone: 'act' },
  blink_due: { words: texts.acts.blink.prompt, icon: 'blink', tone: 'act' },
  turn_due: { words: texts.acts.turn_head.prompt, icon: 'turn_head', tone: 'act' },
  passed: { words: texts.activePassed, icon: 'good', tone: 'good' },
  failed: { words: texts.activeFailed, icon: 'redo', tone: 'bad' },
};

/** What a person who turns the head as asked cannot help. */
const OF_TURNING: ReadonlySet<Guidance> = new Set(['turned_away', 'blurred']);

/** The one thing to do now: first what keeps the face from being seen, then the act that is due, else nothing. */
export function choosePrompt(result: ResultMessage | null): PromptChoice | null {
  if (!result) return null;
  const { guidance, face_detected, verdict, active_check } = result;
  const turning = active_check.enabled && active_check.state.endsWith('turn_due');
  const hint =
    guidance.find((code) => !(turning && OF_TURNING.has(code))) ?? (face_detected ? null : 'no_face');
  if (hint) return { words: texts.guidance[hint], icon: 'hint', tone: 'unsure' };
  if (active_check.enabled && !(active_check.state === 'passed' && verdict === 'ATTACK'))
    return ACTS[active_check.state];
  return verdict === 'NO_RESPONSE' ? { words: texts.holdStill, icon: 'unsure', tone: 'unsure' } : null;
}
