import { pointing } from '@web/view/pointing';
import type {
  Act,
  ActiveCheck,
  ActiveState,
  ActPrompt,
  Guidance,
  Notice,
  ResultMessage,
} from '../../socket/messages';
import { texts } from '../../texts';
import type { IconName } from '../shared/Icon';
import type { Tone } from '../shared/tone';

export interface PromptChoice {
  readonly words: string;
  /** A second, smaller line: what just went wrong, or what helps. */
  readonly note: string | null;
  /** The note tells of something amiss. */
  readonly warning: boolean;
  readonly icon: IconName;
  readonly tone: Exclude<Tone, 'quiet'> | 'act';
  /** The challenge itself speaks, not what keeps the face from being seen. */
  readonly ofChallenge: boolean;
  /** It came to nothing: a new check is the only way on. */
  readonly ended: boolean;
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

/** What went wrong with an earlier prompt would contradict the one that stands. */
const NOTICES_SHOWN: Partial<Record<ActiveState, readonly Notice[]>> = {
  act_due: ['wrong_act'],
  returning: ['hasty_act', 'flat_act'],
};

/** The one thing to do now: first what keeps the face from being seen, then the challenge, else nothing. */
export function choosePrompt(result: ResultMessage | null, mirrored: boolean): PromptChoice | null {
  if (!result) return null;
  const { verdict, active_check } = result;
  if (active_check.enabled && ended(result)) return ofEnd(result);
  const hint = hintIn(result);
  if (hint && (hint === 'no_face' || !moving(active_check))) return ofGuidance(hint, active_check);
  if (active_check.enabled) return ofChallenge(active_check, hint, mirrored);
  return verdict === 'NO_RESPONSE'
    ? { ...PLAIN, words: texts.holdStill, icon: 'unsure', tone: 'unsure' }
    : null;
}

/** What the camera sees changes nothing any more. */
const ended = ({ active_check: { state }, verdict }: ResultMessage): boolean =>
  state === 'failed' || (state === 'passed' && verdict !== 'NO_RESPONSE');

/** The person is to move or to come back, and the server's time for it runs: no hint may hide what to do. */
const moving = ({ enabled, state }: ActiveCheck): boolean =>
  enabled && (state === 'act_due' || state === 'returning');

function hintIn({ face_detected, guidance, active_check }: ResultMessage): Guidance | null {
  if (moving(active_check) && !face_detected) return 'no_face';
  const forgiven = forgivenIn(active_check);
  return guidance.find((code) => !forgiven.includes(code)) ?? (face_detected ? null : 'no_face');
}

function forgivenIn({ enabled, state, prompt }: ActiveCheck): readonly Guidance[] {
  if (!enabled) return [];
  if (state === 'returning') return RETURNING;
  return (state === 'act_due' && prompt ? CANNOT_HELP[prompt.act] : null) ?? [];
}

function ofEnd({ verdict, active_check: { state, failed_by } }: ResultMessage): PromptChoice {
  const { failures, failed, attack, passed, passedNext } = texts.challenge;
  if (state === 'failed') return bad(failed_by ? failures[failed_by] : failed);
  // Nobody is thanked for movements done before an attack.
  return verdict === 'ATTACK' ? bad(attack) : good(passed, passedNext);
}

/** A person out of view is also told what came of it; any other hint stands alone. */
function ofGuidance(hint: Guidance, check: ActiveCheck): PromptChoice {
  const notice = check.enabled ? noticeIn(check) : null;
  const words = texts.guidance[hint];
  return { ...PLAIN, ...warned(notice), words, icon: 'hint', tone: 'unsure' };
}

function noticeIn({ state, notice }: ActiveCheck): string | null {
  const shown = NOTICES_SHOWN[state];
  return notice && (!shown || shown.includes(notice)) ? texts.challenge.notices[notice] : null;
}

function ofChallenge(check: ActiveCheck, hint: Guidance | null, mirrored: boolean): PromptChoice {
  const { state, prompt, done } = check;
  const { states, acts, hints, passed, passedWait, failed } = texts.challenge;
  const notice = noticeIn(check);
  const warning = warned(notice ?? (hint && texts.guidance[hint]));
  const last = done.at(-1);
  switch (state) {
    case 'act_due':
      if (!prompt) return { ...act(states.resting, null), ...warning };
      return { ...act(acts[prompt.act].prompt(prompt.times), helpWith(prompt, mirrored)), ...warning };
    case 'returning':
      return { ...(notice || !last ? act(states.returning, null) : good(acts[last].back, null)), ...warning };
    case 'passed':
      return good(passed, passedWait);
    case 'failed':
      return bad(failed);
    case 'face_due':
    case 'settling':
    case 'resting':
      return { ...act(states[state], hints[state]), ...warning };
  }
}

/** In a picture that is not mirrored, the arrow to the person's left points right: said before it confuses. */
function helpWith(prompt: ActPrompt, mirrored: boolean): string {
  const side = pointing(prompt.act, mirrored);
  if (!mirrored && (side === 'left' || side === 'right')) return texts.challenge.notMirrored[side];
  return texts.challenge.acts[prompt.act].how;
}

const PLAIN = { note: null, warning: false, ofChallenge: false, ended: false } as const;
const OF_CHALLENGE = { ...PLAIN, ofChallenge: true } as const;

/** What a warning puts in place of the usual note. */
const warned = (note: string | null): Partial<PromptChoice> => (note ? { note, warning: true } : {});

const act = (words: string, note: string | null): PromptChoice => ({
  ...OF_CHALLENGE,
  words,
  note,
  icon: 'quiet',
  tone: 'act',
});

const good = (words: string, note: string | null): PromptChoice => ({
  ...OF_CHALLENGE,
  words,
  note,
  icon: 'good',
  tone: 'good',
});

const bad = ({ title, advice }: { title: string; advice: string }): PromptChoice => ({
  ...OF_CHALLENGE,
  words: title,
  note: advice,
  icon: 'bad',
  tone: 'bad',
  ended: true,
});
