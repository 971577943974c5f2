/** What the element tells its page: events, drawn from two snapshots that follow one another. */
import type { Act, QualityCode, SessionState, State } from './api/stream';
import type { Phase } from './flow/phases';
import { PROBLEMS, type ProblemCode, type ProblemFacts } from './flow/problems';
import { AT_REST, type Snapshot } from './flow/snapshot';

export interface PhaseDetail {
  readonly phase: Phase;
  readonly problem: ProblemCode | null;
}

export interface StartedDetail {
  readonly session: string | null;
  /** From `start()` to the first frame sent. */
  readonly milliseconds: number;
}

export interface PromptDetail {
  readonly state: State;
  readonly act: Act | null;
  /** Which act it is, from 1, of how many. */
  readonly number: number | null;
  readonly of: number;
}

export interface GuidanceDetail {
  readonly codes: readonly QualityCode[];
}

export interface EndedDetail {
  readonly session: string | null;
  readonly state: SessionState;
  /** These three only where the session was made with `reveal`. */
  readonly verdict?: string;
  readonly reasons?: readonly string[];
  readonly token?: string;
}

export interface ProblemDetail {
  readonly code: ProblemCode;
  readonly remedy: ProblemFacts['remedy'];
  readonly whose: ProblemFacts['whose'];
}

export interface CancelledDetail {
  readonly session: string | null;
}

export interface SessionNeededDetail {
  /** What ended the session before. */
  readonly because: ProblemCode;
}

export interface CheckEvents {
  'facevow-phase': CustomEvent<PhaseDetail>;
  'facevow-started': CustomEvent<StartedDetail>;
  'facevow-prompt': CustomEvent<PromptDetail>;
  'facevow-guidance': CustomEvent<GuidanceDetail>;
  'facevow-ended': CustomEvent<EndedDetail>;
  'facevow-problem': CustomEvent<ProblemDetail>;
  'facevow-cancelled': CustomEvent<CancelledDetail>;
  'facevow-session-needed': CustomEvent<SessionNeededDetail>;
}

export interface Happening {
  readonly name: keyof CheckEvents;
  readonly detail: CheckEvents[keyof CheckEvents]['detail'];
}

/** `resumable`: the application gave a way to other sessions, so it need not be asked for one. */
export function happenings(before: Snapshot, after: Snapshot, resumable: boolean): readonly Happening[] {
  return [
    ...phase(before, after),
    ...started(before, after),
    ...prompt(before, after),
    ...guidance(before, after),
    ...ended(before, after),
    ...problem(before, after, resumable),
    ...cancelled(before, after),
  ];
}

/** Tells in the order in which it happens: what comes of an event, since its listener acts at once, comes after it. */
export class Teller {
  readonly #dispatch: (happening: Happening) => void;
  readonly #untold: Happening[] = [];
  #before = AT_REST;
  #telling = false;

  constructor(dispatch: (happening: Happening) => void) {
    this.#dispatch = dispatch;
  }

  /** `after` is the newest snapshot; whatever was heard last came before it. */
  hear(after: Snapshot, resumable: boolean): void {
    this.#untold.push(...happenings(this.#before, after, resumable));
    this.#before = after;
    if (this.#telling) return;
    this.#telling = true;
    try {
      for (let next = this.#untold.shift(); next; next = this.#untold.shift()) this.#dispatch(next);
    } finally {
      this.#telling = false;
    }
  }

  /** What comes next is a first one. */
  forget(): void {
    this.#before = AT_REST;
  }
}

const happening = <Name extends keyof CheckEvents>(name: Name, detail: CheckEvents[Name]['detail']) => [
  { name, detail },
];

const phase = (before: Snapshot, { phase: now, problem: code }: Snapshot): readonly Happening[] =>
  before.phase === now && before.problem === code
    ? []
    : happening('facevow-phase', { phase: now, problem: code });

function started(before: Snapshot, { firstFrameAfter, session }: Snapshot): readonly Happening[] {
  if (firstFrameAfter === null || before.firstFrameAfter !== null) return [];
  return happening('facevow-started', { session, milliseconds: firstFrameAfter });
}

function prompt(before: Snapshot, after: Snapshot): readonly Happening[] {
  const now = promptOf(after);
  return now === null || same(promptOf(before), now) ? [] : happening('facevow-prompt', now);
}

function promptOf({ progress }: Snapshot): PromptDetail | null {
  const check = progress?.active_check;
  if (!check?.enabled) return null;
  const { state, prompt: asked, of } = check;
  return { state, act: asked?.act ?? null, number: asked?.number ?? null, of };
}

function guidance(before: Snapshot, after: Snapshot): readonly Happening[] {
  const codes = guidanceOf(after);
  return same(guidanceOf(before), codes) ? [] : happening('facevow-guidance', { codes: [...codes] });
}

/** Where no answer stands any more, there is nothing to do better either. */
const guidanceOf = ({ progress }: Snapshot): readonly QualityCode[] => progress?.guidance ?? [];

function ended(before: Snapshot, { ended: end, session }: Snapshot): readonly Happening[] {
  if (!end || end === before.ended) return [];
  const { state, verdict, reasons, token } = end;
  return happening('facevow-ended', {
    session,
    state,
    ...(verdict ? { verdict } : {}),
    ...(reasons ? { reasons: [...reasons] } : {}),
    ...(token ? { token } : {}),
  });
}

function problem(before: Snapshot, after: Snapshot, resumable: boolean): readonly Happening[] {
  const { problem: code, phase: now } = after;
  if (code === null || (before.problem === code && before.phase === now)) return [];
  const { remedy, whose } = PROBLEMS[code];
  const needed = now === 'failed' && !resumable && (remedy === 'new_session' || code === 'token_missing');
  return [
    ...happening('facevow-problem', { code, remedy, whose }),
    ...(needed ? happening('facevow-session-needed', { because: code }) : []),
  ];
}

const cancelled = (before: Snapshot, { phase: now, session }: Snapshot): readonly Happening[] =>
  now === 'cancelled' && before.phase !== 'cancelled' ? happening('facevow-cancelled', { session }) : [];

/** Small facts, compared by what they say. */
const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

declare global {
  // Of elements, documents and windows: the events bubble, and come out of shadow trees.
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- extended, so that listeners are typed
  interface GlobalEventHandlersEventMap extends CheckEvents {}
}
