/** What is to be seen and said in each phase: a snapshot and a language in, facts for the drawing out. */
import type { AskedMessage } from '../api/stream';
import type { ProblemCode } from '../flow/problems';
import type { Snapshot } from '../flow/snapshot';
import { fill } from '../texts/fill';
import type { Advice, Texts } from '../texts/texts';
import type { IconName } from './icons';
import { pointing, type Side } from './pointing';
import { choosePrompt, type Prompt, type Words } from './prompt';

export type Panel = 'start' | 'permission' | 'camera' | 'done' | 'problem' | 'cancelled';

/** Something to say; what has the same key is the same thing, and is said once. */
export interface Said {
  readonly key: string;
  readonly words: string;
  /** Interrupts what is being read: what the person has to do now, and ends. */
  readonly urgent: boolean;
}

export interface Steps {
  readonly done: number;
  readonly of: number;
  readonly words: string;
}

export interface Scene {
  readonly panel: Panel;
  readonly words: Words;
  readonly icon: IconName;
  readonly said: Said | null;
  /** The act that is asked for now, and where on the screen it goes. */
  readonly due: AskedMessage | null;
  readonly side: Side | null;
  readonly steps: Steps | null;
  /** Something is waited for that the person can do nothing about. */
  readonly busy: boolean;
  readonly retryAt: number | null;
  readonly buttons: Buttons;
}

export interface Buttons {
  readonly cancel: boolean;
  readonly cannot: boolean;
  readonly retry: 'again' | 'now' | null;
}

const NO_BUTTONS: Buttons = { cancel: false, cannot: false, retry: null };

const AT_REST = { icon: 'info', due: null, side: null, steps: null, busy: false, retryAt: null } as const;

export function sceneOf(snapshot: Snapshot, texts: Texts): Scene {
  switch (snapshot.phase) {
    case 'idle':
      return { ...AT_REST, panel: 'start', words: startWords(texts), said: null, buttons: NO_BUTTONS };
    case 'permission':
      return asking(texts);
    case 'connecting':
      return waitingFor({ title: texts.connecting, advice: null }, 'connecting');
    case 'running':
      return running(snapshot, texts);
    case 'waiting':
      return waiting(snapshot, texts);
    case 'concluding':
      return waitingFor(texts.concluding, 'concluding', NO_BUTTONS);
    case 'done':
      return done(snapshot, texts);
    case 'failed':
      return failed(snapshot, texts);
    case 'cancelled':
      return still('cancelled', texts.cancelled, 'plain', 'close', again(snapshot));
  }
}

const startWords = ({ start }: Texts): Words => ({
  title: start.title,
  hint: start.line,
  warning: false,
  tone: 'plain',
});

const again = ({ canRetry }: Snapshot): Buttons => ({ ...NO_BUTTONS, retry: canRetry ? 'again' : null });

/** A page of words with a sign above it. */
function still(panel: Panel, advice: Advice, tone: Words['tone'], icon: IconName, buttons: Buttons): Scene {
  const said = { key: `${panel} ${advice.title}`, words: spoken(advice), urgent: true };
  return { ...AT_REST, panel, icon, words: wordsOf(advice, tone), said, buttons };
}

/** Said softly: where the camera was allowed before, the browser asks nothing, and it is over at once. */
function asking(texts: Texts): Scene {
  const scene = still('permission', texts.permission, 'plain', 'camera', { ...NO_BUTTONS, cancel: true });
  return { ...scene, said: scene.said && { ...scene.said, urgent: false } };
}

/** Over the picture, while something is under way that nobody has to do anything for. */
function waitingFor(
  { title, advice }: { title: string; advice: string | null },
  key: string,
  buttons: Buttons = { ...NO_BUTTONS, cancel: true },
): Scene {
  const words: Words = { title, hint: advice, warning: false, tone: 'plain' };
  const said = { key, words: advice === null ? title : spoken({ title, advice }), urgent: false };
  return { ...AT_REST, panel: 'camera', words, said, busy: true, buttons };
}

function running(snapshot: Snapshot, texts: Texts): Scene {
  const prompt = choosePrompt(snapshot, texts);
  const { due } = prompt;
  return {
    ...AT_REST,
    panel: 'camera',
    words: prompt.words,
    due,
    side: due ? pointing(due.act, snapshot.mirrored) : null,
    said: saidOf(prompt, snapshot),
    steps: stepsOf(snapshot, texts),
    buttons: { cancel: true, cannot: due !== null && mayExclude(snapshot), retry: null },
  };
}

const mayExclude = ({ welcome }: Snapshot): boolean => welcome?.person_may_exclude ?? false;

/** Acts are said at once; an act that comes back in a later round is another one to say. */
function saidOf({ words, due }: Prompt, { progress, round }: Snapshot): Said {
  const { title, hint } = words;
  if (!due) return { key: `${title} ${hint ?? ''}`, words: sentence(title, hint), urgent: false };
  const done = progress?.active_check.done.length ?? 0;
  const key = `${round} ${done} ${due.number} ${due.act} ${words.warning ? (hint ?? '') : ''}`;
  return { key, words: sentence(title, hint), urgent: true };
}

function stepsOf({ progress }: Snapshot, texts: Texts): Steps | null {
  const check = progress?.active_check;
  if (!check?.enabled || check.of === 0) return null;
  const done = Math.min(check.done.length, check.of);
  const n = check.prompt?.number ?? Math.min(done + 1, check.of);
  return { done, of: check.of, words: fill(texts, texts.stepOf, { n, of: check.of }) };
}

function waiting(snapshot: Snapshot, texts: Texts): Scene {
  const code = snapshot.problem ?? 'server_unreachable';
  const advice = texts.problems[code];
  return {
    ...AT_REST,
    panel: 'camera',
    icon: iconOf(code),
    words: wordsOf(advice, 'unsure'),
    said: { key: `waiting ${code}`, words: spoken(advice), urgent: true },
    busy: true,
    retryAt: snapshot.retryAt,
    buttons: { cancel: true, cannot: false, retry: snapshot.canRetry ? 'now' : null },
  };
}

function done(snapshot: Snapshot, texts: Texts): Scene {
  switch (snapshot.ended?.verdict ?? '') {
    case 'BONA_FIDE':
      return still('done', texts.verdicts.BONA_FIDE, 'good', 'check', NO_BUTTONS);
    case 'ATTACK':
      return still('done', texts.verdicts.ATTACK, 'bad', 'close', again(snapshot));
    case 'NO_RESPONSE':
      return still('done', texts.verdicts.NO_RESPONSE, 'unsure', 'warn', again(snapshot));
    default:
      // What came of it the application alone knows: neither a pass nor its opposite may be read from the picture.
      return still('done', texts.done, 'plain', 'check', NO_BUTTONS);
  }
}

function failed(snapshot: Snapshot, texts: Texts): Scene {
  const code = snapshot.problem ?? 'server_failed';
  return still('problem', texts.problems[code], 'unsure', iconOf(code), again(snapshot));
}

function iconOf(code: ProblemCode): IconName {
  if (code.startsWith('camera_')) return 'camera';
  if (code.startsWith('server_') || OF_NETWORK.has(code)) return 'cloud';
  return code === 'session_expired' || code === 'too_often' ? 'clock' : 'warn';
}

const OF_NETWORK: ReadonlySet<ProblemCode> = new Set(['offline', 'connection_lost', 'silent']);

const wordsOf = ({ title, advice }: Advice, tone: Words['tone']): Words => ({
  title,
  hint: advice,
  warning: false,
  tone,
});

const spoken = ({ title, advice }: Advice): string => sentence(title, advice);

/** Ends the first part where it has no end of its own, so that a reader pauses there. */
function sentence(title: string, hint: string | null): string {
  if (hint === null || hint === '') return title;
  return /[.!?…。！？؟।:]$/u.test(title) ? `${title} ${hint}` : `${title}. ${hint}`;
}
