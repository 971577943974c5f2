import { pointing } from '../challenge/pointing';
import type { Act, ActiveCheck, ActPrompt, Guidance, ResultMessage } from '../../socket/messages';
import { texts } from '../../texts';
import type { IconName } from '../shared/Icon';
import type { Tone } from '../shared/tone';

export interface PromptChoice {
  readonly words: string;
  /** A second, smaller line: what just went wrong, or what helps. */
  readonly note: string | null;
  readonly icon: IconName;
  readonly tone: Exclude<Tone, 'quiet'> | 'act';
  /** The challenge itself speaks, not what keeps the face from being seen. */
  readonly ofChallenge: boolean;
}

/** Hair and shadow hide a part of a face that looks down or aside. */
const HEAD_MOVES: readonly Guidance[] = ['turned_away', 'blurred', 'covered'];

/** What a person who does as asked cannot help. */
const CANNOT_HELP: Partial<Record<Act, readonly Guidance[]>> = {
  turn_left: HEAD_MOVES,
  turn_right: HEAD_MOVES,
  look_up: HEAD_MOVES,
  look_down: HEAD_MOVES,
  tilt_left: HEAD_MOVES,
  tilt_right: HEAD_MOVES,
  come_closer: ['too_near', 'blurred'],
  go_back: ['too_small', 'blurred'],
};

/** On the way back from any of them, which the person is asked for anyway. */
const RETURNING: readonly Guidance[] = [...HEAD_MOVES, 'too_near', 'too_small'];

/** The one thing to do now: first what keeps the face from being seen, then the challenge, else nothing. */
export function choosePrompt(result: ResultMessage | null, mirrored: boolean): PromptChoice | null {
  if (!result) return null;
  const { face_detected, verdict, active_check } = result;
  if (active_check.enabled && ended(result)) return ofEnd(result);
  const forgiven = forgivenIn(active_check);
  const hint =
    result.guidance.find((code) => !forgiven.includes(code)) ?? (face_detected ? null : ('no_face' as const));
  if (hint) return ofGuidance(hint, active_check);
  if (active_check.enabled) return ofChallenge(active_check, mirrored);
  if (verdict !== 'NO_RESPONSE') return null;
  return { words: texts.holdStill, note: null, icon: 'unsure', tone: 'unsure', ofChallenge: false };
}

/** What the camera sees changes nothing any more. */
const ended = ({ active_check: { state }, verdict }: ResultMessage): boolean =>
  state === 'failed' || (state === 'passed' && verdict !== 'NO_RESPONSE');

function forgivenIn({ enabled, state, prompt }: ActiveCheck): readonly Guidance[] {
  if (!enabled) return [];
  if (state === 'returning') return RETURNING;
  return (state === 'act_due' && prompt ? CANNOT_HELP[prompt.act] : null) ?? [];
}

function ofEnd({ verdict, active_check: { state, failed_by } }: ResultMessage): PromptChoice | null {
  if (state === 'failed') {
    const { title, advice } = failed_by ? texts.challenge.failures[failed_by] : texts.challenge.failed;
    return { words: title, note: advice, icon: 'bad', tone: 'bad', ofChallenge: true };
  }
  // Nobody is thanked for movements done before an attack.
  return verdict === 'ATTACK' ? null : good(texts.challenge.passed, texts.challenge.passedNext);
}

/** A person out of view is also told what came of it; any other hint stands alone. */
function ofGuidance(hint: Guidance, { enabled, notice }: ActiveCheck): PromptChoice {
  const note = enabled && notice ? texts.challenge.notices[notice] : null;
  return { words: texts.guidance[hint], note, icon: 'hint', tone: 'unsure', ofChallenge: false };
}

function ofChallenge(check: ActiveCheck, mirrored: boolean): PromptChoice {
  const { state, prompt, notice, done } = check;
  const { states, notices, acts } = texts.challenge;
  const warning = notice && notices[notice];
  const last = done.at(-1);
  switch (state) {
    case 'act_due':
      if (!prompt) return act(states.resting, warning);
      return act(acts[prompt.act].prompt(prompt.times), warning ?? helpWith(prompt, mirrored));
    case 'returning':
      if (notice === 'hasty_act' || notice === 'flat_act' || !last) return act(states.returning, warning);
      return good(acts[last].back, warning);
    case 'passed':
      return good(texts.challenge.passed, texts.challenge.passedWait);
    case 'failed':
      return act(texts.challenge.failed.title, texts.challenge.failed.advice);
    case 'face_due':
    case 'settling':
    case 'resting':
      return act(states[state], warning ?? texts.challenge.hints[state]);
  }
}

/** In a picture that is not mirrored, the arrow to the person's left points right: said before it confuses. */
function helpWith(prompt: ActPrompt, mirrored: boolean): string {
  const side = pointing(prompt.act, mirrored);
  if (!mirrored && (side === 'left' || side === 'right')) return texts.challenge.notMirrored[side];
  return texts.challenge.acts[prompt.act].how;
}

const act = (words: string, note: string | null): PromptChoice => ({
  words,
  note,
  icon: 'quiet',
  tone: 'act',
  ofChallenge: true,
});

const good = (words: string, note: string | null): PromptChoice => ({
  words,
  note,
  icon: 'good',
  tone: 'good',
  ofChallenge: true,
});
