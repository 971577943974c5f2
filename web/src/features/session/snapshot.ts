import type { CameraProblem } from '@web/camera/problems';
import { IDLE } from '../../socket/connection';
import type { ConnectionView } from '../../socket/connection';
import type { Refusal, ResultMessage } from '../../socket/messages';
import { NO_WISH } from './active-choice';
import type { ActiveWish } from './active-choice';

export interface ServerError {
  readonly code: string;
  readonly message: string;
}

/** All that the page shows of a check; a new value for each change. */
export interface Snapshot {
  readonly phase: 'idle' | 'starting' | 'running';
  readonly stream: MediaStream | null;
  readonly mirrored: boolean;
  /** The camera in use. */
  readonly cameraId: string | null;
  readonly cameraProblem: CameraProblem | null;
  readonly connection: ConnectionView;
  readonly serverError: ServerError | null;
  /** The latest answer; null when there is none or it is too old to be shown as true. */
  readonly result: ResultMessage | null;
  /** Answers per second and milliseconds, null until measured. */
  readonly frameRate: number | null;
  readonly roundTrip: number | null;
  readonly activeWish: ActiveWish;
  /** Why the server could not do as the person last wished. */
  readonly wishRefused: Refusal | null;
}

export const AT_REST: Snapshot = {
  phase: 'idle',
  stream: null,
  mirrored: true,
  cameraId: null,
  cameraProblem: null,
  connection: IDLE,
  serverError: null,
  result: null,
  frameRate: null,
  roundTrip: null,
  activeWish: NO_WISH,
  wishRefused: null,
};
