/** Where a check stands, as one table: what the person sees in each phase, and what is held open in it. */

export type Phase =
  | 'idle'
  | 'permission'
  | 'connecting'
  | 'running'
  | 'waiting'
  | 'concluding'
  | 'done'
  | 'failed'
  | 'cancelled';

export interface PhaseFacts {
  /** Whether the camera may be on; on leaving such a phase for another one it goes off at once. */
  readonly camera: boolean;
  /** Whether a socket may be open. */
  readonly socket: boolean;
  /** Nothing more happens by itself. */
  readonly final: boolean;
}

export const PHASES: Readonly<Record<Phase, PhaseFacts>> = {
  /** Not begun: what will happen, and a button. */
  idle: { camera: false, socket: false, final: false },
  /** The browser asks the person for the camera. */
  permission: { camera: false, socket: false, final: false },
  /** The camera is on; the stream of the session is being opened. */
  connecting: { camera: true, socket: true, final: false },
  /** Frames are sent and answered. */
  running: { camera: true, socket: true, final: false },
  /** The connection failed or was lost; it is tried again by itself at `retryAt`. */
  waiting: { camera: true, socket: false, final: false },
  /** All that was asked for is done; the server stores what it has found. */
  concluding: { camera: true, socket: true, final: false },
  /** The session is COMPLETED. What came of it only the application knows, unless it lets the browser know. */
  done: { camera: false, socket: false, final: true },
  /** It ended otherwise: `problem` says why, and its row in PROBLEMS what can be done. */
  failed: { camera: false, socket: false, final: true },
  /** The person gave up. */
  cancelled: { camera: false, socket: false, final: true },
};

/** Whether something goes on that the person, the network or the server can change. */
export const isUnderWay = (phase: Phase): boolean => phase !== 'idle' && !PHASES[phase].final;
