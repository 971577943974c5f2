/* Drawn by `npm run types`: change the server, not this file. */
/**
 * A text message of WS /v1/sessions/{id}/stream. Frames are binary: u8 version = 1, u8 flags = 0, u16 reserved = 0, u32 sequence, u64 capture time in microseconds, all big endian, then a JPEG.
 */
export type StreamMessage = ClientMessage | ServerMessage;
export type ClientMessage = PingMessage | ExcludeMessage | LeaveMessage;
export type ServerMessage =
  WelcomeMessage | ProgressMessage | PongMessage | ExcludedMessage | ProblemMessage | EndedMessage;
/**
 * Why a frame is not fit to be judged; also the guidance that the person is given.
 */
export type QualityCode =
  | 'no_face'
  | 'too_dark'
  | 'too_bright'
  | 'blurred'
  | 'too_small'
  | 'too_near'
  | 'cut_off'
  | 'turned_away'
  | 'several_faces'
  | 'covered';
/**
 * Where a challenge stands. Only PASSED is a pass.
 */
export type State = 'face_due' | 'settling' | 'resting' | 'act_due' | 'returning' | 'passed' | 'failed';
/**
 * Something the person can do on request. Left and right are the person's own.
 */
export type Act =
  | 'blink'
  | 'turn_left'
  | 'turn_right'
  | 'look_up'
  | 'look_down'
  | 'tilt_left'
  | 'tilt_right'
  | 'open_mouth'
  | 'smile'
  | 'raise_eyebrows'
  | 'come_closer'
  | 'go_back';
/**
 * What happens to a challenge.
 */
export type Event =
  | 'face_found'
  | 'settled'
  | 'prompted'
  | 'act_done'
  | 'returned'
  | 'last_act_done'
  | 'early_act'
  | 'hasty_act'
  | 'wrong_act'
  | 'flat_act'
  | 'unasked_act'
  | 'too_many_faults'
  | 'window_over'
  | 'face_lost'
  | 'face_joined'
  | 'clock_jumped'
  | 'too_many_restarts'
  | 'face_swapped'
  | 'frozen'
  | 'looped'
  | 'clock_went_back'
  | 'timed_out'
  | 'broken'
  | 'reset';
/**
 * Where a session of the API stands. The first two become one of the others; those never change.
 */
export type SessionState = 'CREATED' | 'IN_PROGRESS' | 'COMPLETED' | 'EXPIRED' | 'ABORTED';

/**
 * Is the server there?
 */
export interface PingMessage {
  type: 'ping';
}
/**
 * Never ask for these acts, single ones or groups. Before anything was asked, and only where it is allowed.
 */
export interface ExcludeMessage {
  type: 'exclude';
  /**
   * @maxItems 20
   */
  acts: string[];
}
/**
 * The person gives up; the session is aborted.
 */
export interface LeaveMessage {
  type: 'leave';
}
/**
 * The first message: the token is taken, and the session is under way.
 *
 * `active` tells whether acts will be asked for. `expires_in` seconds from now the session ends, whatever has been
 * seen; after `heartbeat` seconds without any message it is aborted. A frame has at most `max_bytes` bytes, header
 * included, and `max_side` pixels a side.
 */
export interface WelcomeMessage {
  type: 'welcome';
  session: string;
  active: boolean;
  person_may_exclude: boolean;
  expires_in: number;
  heartbeat: number;
  max_bytes: number;
  max_side: number;
}
/**
 * The answer to an analysed frame: never a score, never a verdict.
 *
 * `sequence` is the frame's own; `dropped` counts the frames so far that a newer one took the place of. `face` is
 * x, y, width and height in pixels of the frame, of `width` x `height`. `guidance` says what the person could do
 * better, `message` what to do now, in one line.
 */
export interface ProgressMessage {
  type: 'progress';
  sequence: number;
  dropped: number;
  face: [number, number, number, number] | null;
  width: number;
  height: number;
  guidance: QualityCode[];
  message: string;
  active_check: CheckMessage;
}
/**
 * How far the active check is: what is asked, what was done of `of` acts, and in `notice` what just went wrong.
 *
 * One that has failed ends the stream, so why it did is not told here.
 */
export interface CheckMessage {
  enabled: boolean;
  state: State;
  done: Act[];
  of: number;
  prompt: AskedMessage | null;
  notice: Event | null;
}
/**
 * What the person is asked to do now.
 *
 * `act` is to be done `times` times; it is the `number`th (from 1) of `of`. `seconds_left` of `window` seconds remain;
 * `progress` 0..1 is how far the act is on its way.
 */
export interface AskedMessage {
  act: Act;
  times: number;
  number: number;
  of: number;
  seconds_left: number;
  window: number;
  progress: number;
}
/**
 * The server is there.
 */
export interface PongMessage {
  type: 'pong';
}
/**
 * These acts, and no others, will not be asked for.
 */
export interface ExcludedMessage {
  type: 'excluded';
  acts: Act[];
}
/**
 * Something that was sent cannot be used: `code` for programs, `message` for people, `sequence` of which frame.
 */
export interface ProblemMessage {
  type: 'error';
  code: string;
  message: string;
  sequence?: number | null;
}
/**
 * The last message. `verdict`, `reasons` and `token` are there only where the application lets the browser know.
 */
export interface EndedMessage {
  type: 'ended';
  state: SessionState;
  ended_by?: string | null;
  verdict?: string | null;
  reasons?: string[] | null;
  token?: string | null;
}
