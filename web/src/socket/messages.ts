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

export const ACTIVE_STATES = ['blink_and_turn_due', 'turn_due', 'blink_due', 'passed', 'failed'] as const;
export type ActiveState = (typeof ACTIVE_STATES)[number];

export const ACTS = ['blink', 'turn_head'] as const;
export type Act = (typeof ACTS)[number];

/** x and y of the upper left corner, width, height: pixels of the frame as it was sent, not mirrored. */
export type Bbox = readonly [x: number, y: number, width: number, height: number];

export interface ActiveCheck {
  readonly enabled: boolean;
  readonly state: ActiveState;
  readonly done: readonly Act[];
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

export type ServerMessage =
  | ResultMessage
  | { readonly type: 'pong' }
  | { readonly type: 'active_check_reset'; readonly message: string }
  | { readonly type: 'active_check'; readonly enabled: boolean }
  | { readonly type: 'error'; readonly code: string; readonly message: string };

/** What the page says in words; frames go as binary messages, one JPEG each. */
export type ClientMessage =
  | { readonly type: 'ping' }
  | { readonly type: 'reset_active_check' }
  | { readonly type: 'set_active_check'; readonly enabled: boolean };
