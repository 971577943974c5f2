/** What is to be seen and said in each phase: a snapshot and a language in, facts for the drawing out. */
import type { AskedMessage } from '../api/stream';
import { PROBLEMS, type ProblemCode } from '../flow/problems';
import type { Snapshot } from '../flow/snapshot';
import { fill } from '../texts/fill';
import type { Advice, Texts } from '../texts/texts';
import type { IconName } from './icons';
import { pointing, type Side } from './pointing';
import { choosePrompt, tellAct, type Prompt, type Words } from './prompt';

export type Panel = 'start' | 'permission' | 'camera' | 'done' | 'problem' | 'cancelled';

/** Something to say; what has the same key is the same thing, and is said once while it stands. */
export interface Utterance {
  readonly key: string;
  readonly words: string;
}

export interface Said {
  /**
   * Interrupts what is being read: what the person has to do now, and ends. `as before` where nothing new is to be said,
   * and what was said has not gone: it is the same thing when it is told again.
   */
  readonly alert: Utterance | 'as before' | null;
  /** Waits until a reader has finished, and until it has lasted. */
  readonly status: Utterance | null;
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
  readonly said: Said;
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
const MAY_CANCEL: Buttons = { ...NO_BUTTONS, cancel: true };

const SILENT: Said = { alert: null, status: null };

const AT_REST = { icon: 'info', due: null, side: null, steps: null, busy: false, retryAt: null } as const;

export function sceneOf(snapshot: Snapshot, texts: Texts): Scene {
  switch (snapshot.phase) {
    case 'idle':
      return { ...AT_REST, panel: 'start', words: startWords(texts), said: SILENT, buttons: NO_BUTTONS };
    case 'permission':
      return asking(texts);
    case 'connecting':
      return waitingFor({ title: texts.connecting, advice: null }, 'connecting', 'as before');
    case 'running':
      return running(snapshot, texts);
    case 'waiting':
      return waiting(snapshot, texts);
    case 'concluding':
      return waitingFor(texts.concluding, 'concluding', null);
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
  const alert = { key: `${panel} ${advice.title}`, words: spoken(advice) };
  return { ...AT_REST, panel, icon, words: wordsOf(advice, tone), said: { ...SILENT, alert }, buttons };
}

/** Said softly: where the camera was allowed before, the browser asks nothing, and it is over at once. */
function asking(texts: Texts): Scene {
  const status = { key: 'permission', words: spoken(texts.permission) };
  const scene = still('permission', texts.permission, 'plain', 'camera', MAY_CANCEL);
  return { ...scene, said: { ...SILENT, status } };
}

/** Over the picture, while something is under way that nobody has to do anything for. */
function waitingFor(
  { title, advice }: { title: string; advice: string | null },
  key: string,
  alert: 'as before' | null,
): Scene {
  const words: Words = { title, hint: advice, warning: false, tone: 'plain' };
  const said: Said = { alert, status: { key, words: sentence(title, advice) } };
  return { ...AT_REST, panel: 'camera', words, said, busy: true, buttons: MAY_CANCEL };
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
    said: saidOf(prompt, snapshot, texts),
    steps: stepsOf(snapshot, texts),
    buttons: { cancel: true, cannot: due !== null && mayExclude(snapshot), retry: null },
  };
}

const mayExclude = ({ welcome }: Snapshot): boolean => welcome?.person_may_exclude ?? false;

/** Acts are said at once, with how they are done; what is amiss meanwhile waits its turn, for it may come and go. */
function saidOf({ words, due }: Prompt, { progress, round }: Snapshot, texts: Texts): Said {
  const { title, hint, warning } = words;
  if (!due) {
    // The face is out of view: what is asked for is asked for all the same.
    const alert = progress?.active_check.state === 'act_due' ? 'as before' : null;
    return { alert, status: { key: `${title} ${hint ?? ''}`, words: sentence(title, hint) } };
  }
  const done = progress?.active_check.done.length ?? 0;
  const key = `${round} ${done} ${due.number} ${due.act}`;
  const status = warning && hint !== null ? { key: hint, words: hint } : null;
  return { alert: { key, words: sentence(title, tellAct(due, texts).how) }, status };
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
    said: { ...SILENT, alert: { key: `waiting ${code}`, words: spoken(advice) } },
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
  const advice = adviceFor(code, snapshot, texts);
  return still('problem', advice, 'unsure', iconOf(code), again(snapshot));
}

/** Where only the application can make another session, and has not said how, there is no button to try again with. */
function adviceFor(code: ProblemCode, { canRetry }: Snapshot, { problems }: Texts): Advice {
  const { title, advice } = problems[code];
  // Of too many attempts, the advice is to wait.
  const stuck = PROBLEMS[code].remedy === 'new_session' && !canRetry && code !== 'too_often';
  return { title, advice: stuck ? problems.token_used.advice : advice };
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
