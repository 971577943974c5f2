/** While the camera is on: the one thing to do now, chosen from the server's answer and the light in the picture. */
import type { Act, AskedMessage, CheckMessage, QualityCode, State } from '../api/stream';
import type { Snapshot } from '../flow/snapshot';
import { plural } from '../texts/fill';
import type { NoticeCode, Texts } from '../texts/texts';

export type Tone = 'plain' | 'act' | 'good' | 'unsure' | 'bad';

export interface Words {
  readonly title: string;
  /** A second, smaller line: what helps, or what just went wrong. */
  readonly hint: string | null;
  /** The hint tells of something amiss. */
  readonly warning: boolean;
  readonly tone: Tone;
}

export interface Prompt {
  readonly words: Words;
  /** What is asked for now; null while the person rests, or cannot be seen. */
  readonly due: AskedMessage | null;
}

/** Hair and shadow hide a part of a face that looks down or aside. */
const HEAD_MOVES: readonly QualityCode[] = ['turned_away', 'blurred', 'covered', 'cut_off'];

/** What a person who does as asked cannot help. */
const CAUSED_BY: Readonly<Partial<Record<Act, readonly QualityCode[]>>> = {
  turn_left: HEAD_MOVES,
  turn_right: HEAD_MOVES,
  look_up: HEAD_MOVES,
  look_down: HEAD_MOVES,
  tilt_left: HEAD_MOVES,
  tilt_right: HEAD_MOVES,
  come_closer: ['too_near', 'blurred', 'cut_off'],
  go_back: ['too_small', 'blurred'],
};

/** On the way back from any of them, which the person is asked for anyway. */
const RETURNING: readonly QualityCode[] = [...HEAD_MOVES, 'too_near', 'too_small'];

/** What went wrong with an earlier prompt would contradict the one that stands. */
const NOTICES_SHOWN: Readonly<Partial<Record<State, readonly NoticeCode[]>>> = {
  act_due: ['wrong_act'],
  returning: ['hasty_act'],
  passed: [],
};

export function choosePrompt({ progress, welcome, light, excludeRefused }: Snapshot, texts: Texts): Prompt {
  const { states, abilities } = texts;
  const amiss = lightIn(light, texts);
  if (!progress) return resting(welcome?.active ? states.face_due : states.still, amiss);
  const { active_check: check, guidance } = progress;
  const code = guidanceIn(guidance, check, progress.face !== null);
  if (code !== null && (code === 'no_face' || !moving(check))) return guided(code, check, texts);
  const note = noticeIn(check, texts) ?? (code === null ? null : texts.guidance[code]);
  if (!check.enabled) return resting(states.still, note ?? amiss);
  if (check.state === 'act_due' && check.prompt) return asked(check.prompt, note, texts);
  if (check.state === 'passed') return { words: { ...PLAIN, title: states.passed, tone: 'good' }, due: null };
  if (check.state === 'returning') return returning(note, texts);
  const refused = excludeRefused ? abilities.refused : null;
  return resting(states[stateOf(check.state)], note ?? amiss ?? refused);
}

/** How an act is told: in full, with the number of times where it has one. */
export function tellAct({ act, times }: Pick<AskedMessage, 'act' | 'times'>, texts: Texts) {
  const { prompt, how } = texts.acts[act];
  return { title: plural(texts, prompt, times), how };
}

const PLAIN = { hint: null, warning: false, tone: 'plain' } as const;

const warned = (note: string | null): Pick<Words, 'hint' | 'warning'> => ({
  hint: note,
  warning: note !== null,
});

const resting = (title: string, note: string | null): Prompt => ({
  words: { ...PLAIN, title, ...warned(note) },
  due: null,
});

function asked(prompt: AskedMessage, note: string | null, texts: Texts): Prompt {
  const { title, how } = tellAct(prompt, texts);
  const helping = { hint: how, warning: false };
  return {
    words: { title, ...(note === null ? helping : warned(note)), tone: 'act' },
    due: prompt,
  };
}

const returning = (note: string | null, { states }: Texts): Prompt => ({
  words: { ...PLAIN, title: states.returning, ...warned(note), tone: note === null ? 'good' : 'plain' },
  due: null,
});

/** A person out of view is also told what came of it; any other guidance stands alone. */
function guided(code: QualityCode, check: CheckMessage, texts: Texts): Prompt {
  return {
    words: { title: texts.guidance[code], ...warned(noticeIn(check, texts)), tone: 'unsure' },
    due: null,
  };
}

/** The person is to move or to come back, and the server's time for it runs: nothing may hide what to do. */
const moving = ({ enabled, state }: CheckMessage): boolean =>
  enabled && (state === 'act_due' || state === 'returning');

function guidanceIn(
  guidance: readonly QualityCode[],
  check: CheckMessage,
  face: boolean,
): QualityCode | null {
  if (check.enabled && check.state === 'passed') return null;
  if (!face && moving(check)) return 'no_face';
  const forgiven = forgivenIn(check);
  return guidance.find((code) => !forgiven.includes(code)) ?? (face ? null : 'no_face');
}

function forgivenIn({ enabled, state, prompt }: CheckMessage): readonly QualityCode[] {
  if (!enabled) return [];
  if (state === 'returning') return RETURNING;
  return (state === 'act_due' && prompt ? CAUSED_BY[prompt.act] : null) ?? [];
}

function noticeIn({ enabled, state, notice }: CheckMessage, { notices }: Texts): string | null {
  if (!enabled || notice === null || !isNotice(notice, notices)) return null;
  const shown = NOTICES_SHOWN[state];
  return !shown || shown.includes(notice) ? notices[notice] : null;
}

const isNotice = (event: string, notices: Texts['notices']): event is NoticeCode =>
  Object.hasOwn(notices, event);

/** The browser sees the dark long before the server has said so. */
function lightIn(light: Snapshot['light'], { guidance }: Texts): string | null {
  if (light === 'dark') return guidance.too_dark;
  return light === 'bright' ? guidance.too_bright : null;
}

/** The states in which nothing is asked; a challenge that has failed ends the stream, and says no more. */
function stateOf(state: State): 'face_due' | 'settling' | 'resting' {
  return state === 'settling' || state === 'resting' ? state : 'face_due';
}
