/** What travels over the socket. The guards in `guards.ts` hold the server to it. */

export const VERDICTS = ['BONA_FIDE', 'ATTACK', 'NO_RESPONSE'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const GUIDANCE = [
  'no_face',
  'several_faces',
  'too_dark',
  'too_bright',
  'blurred',
  'too_small',
  'too_near',
  'cut_off',
  'turned_away',
  'covered',
] as const;
export type Guidance = (typeof GUIDANCE)[number];

/** Where the challenge stands. Only `passed` is a pass. */
export const ACTIVE_STATES = [
  'face_due',
  'settling',
  'resting',
  'act_due',
  'returning',
  'passed',
  'failed',
] as const;
export type ActiveState = (typeof ACTIVE_STATES)[number];

/** What the person can be asked for. Left and right are the person's own. */
export const ACTS = [
  'blink',
  'turn_left',
  'turn_right',
  'look_up',
  'look_down',
  'tilt_left',
  'tilt_right',
  'open_mouth',
  'smile',
  'raise_eyebrows',
  'come_closer',
  'go_back',
] as const;
export type Act = (typeof ACTS)[number];

/** What went wrong a moment ago without ending the challenge. */
export const NOTICES = [
  'early_act',
  'hasty_act',
  'wrong_act',
  'flat_act',
  'window_over',
  'face_lost',
  'face_joined',
  'clock_jumped',
] as const;
export type Notice = (typeof NOTICES)[number];

export const FAILURES = [
  'too_many_faults',
  'too_many_restarts',
  'face_swapped',
  'frozen',
  'looped',
  'clock_went_back',
  'timed_out',
  'broken',
] as const;
export type Failure = (typeof FAILURES)[number];

/** Groups of acts that somebody may be unable to do, as the server names them. */
export const INABILITIES = ['head', 'eyes', 'mouth'] as const;
export type Inability = (typeof INABILITIES)[number];

/** Codes by which the server refuses a wish about the active check, or to begin another challenge. */
export const REFUSALS = ['challenge_impossible', 'unknown_act', 'no_challenge', 'too_many_attempts'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** x and y of the upper left corner, width, height: pixels of the frame as it was sent, not mirrored. */
export type Bbox = readonly [x: number, y: number, width: number, height: number];

/** The one act that is asked for now. */
export interface ActPrompt {
  readonly act: Act;
  /** How often; more than once for a blink only. */
  readonly times: number;
  /** Which step of the sequence, from 1, and how many there are. */
  readonly number: number;
  readonly of: number;
  /** Seconds until the window closes, and how long it was open for in all. */
  readonly seconds_left: number;
  readonly window: number;
  /** 0 at rest, 1 when the act counts as done. */
  readonly progress: number;
}

export interface ActiveCheck {
  readonly enabled: boolean;
  readonly state: ActiveState;
  readonly done: readonly Act[];
  /** Steps of the whole sequence; 0 while there is none. */
  readonly of: number;
  readonly prompt: ActPrompt | null;
  readonly notice: Notice | null;
  readonly failed_by: Failure | null;
}

export interface ResultMessage {
  readonly type: 'result';
  readonly face_detected: boolean;
  readonly is_real: boolean;
  /** 0..1 */
  readonly confidence: number;
  readonly active_check_passed: boolean;
  readonly active_check_message: string;
  readonly bbox: Bbox | null;
  /** Which frame of this connection was judged, counted from 1. */
  readonly frame: number;
  /** How many frames the server has let go for newer ones. */
  readonly dropped: number;
  /** Size of the judged frame in pixels. */
  readonly width: number;
  readonly height: number;
  readonly verdict: Verdict;
  readonly guidance: readonly Guidance[];
  readonly active_check: ActiveCheck;
}

export interface ErrorMessage {
  readonly type: 'error';
  readonly code: string;
  readonly message: string;
  /** Which frame of this connection it answers, counted from 1; absent where it answers none. */
  readonly frame?: number;
}

export type ServerMessage =
  | ResultMessage
  | { readonly type: 'pong' }
  | { readonly type: 'active_check_reset'; readonly message: string }
  | { readonly type: 'active_check'; readonly enabled: boolean }
  | ErrorMessage;

/** What the page says in words; frames go as binary messages, one JPEG each. */
export type ClientMessage =
  | { readonly type: 'ping' }
  | { readonly type: 'reset_active_check' }
  | { readonly type: 'set_active_check'; readonly enabled: boolean; readonly exclude?: readonly Inability[] };
