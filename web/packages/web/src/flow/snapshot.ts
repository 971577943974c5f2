/** What a check shows of itself: frozen facts, made anew with every change. */
import type { CheckMessage, EndedMessage, ProgressMessage, WelcomeMessage } from '../api/stream';
import type { Camera } from '../camera/devices';
import type { Light } from '../camera/light';
import type { Phase } from './phases';
import type { ProblemCode } from './problems';

/** What a person may not be able to do; groups of acts, as the server knows them. */
export type Ability = 'head' | 'eyes' | 'mouth' | 'brows' | 'distance';

export interface Snapshot {
  readonly phase: Phase;
  /** Set while `failed` or `waiting`. */
  readonly problem: ProblemCode | null;
  /** When it is tried again by itself, on the clock of `Timers.now`; null where it is not. */
  readonly retryAt: number | null;
  /** Whether the person can be offered a button that tries again. */
  readonly canRetry: boolean;
  readonly stream: MediaStream | null;
  /** Whether the picture is shown as a mirror shows it; what is sent never is. */
  readonly mirrored: boolean;
  readonly cameras: readonly Camera[];
  readonly cameraId: string | null;
  readonly light: Light | null;
  readonly session: string | null;
  readonly welcome: WelcomeMessage | null;
  /** The server's answer to the newest judged frame. */
  readonly progress: ProgressMessage | null;
  /** When `progress` came, on the clock of `Timers.now`. */
  readonly progressAt: number;
  readonly excluded: readonly Ability[];
  /** What is asked for would be too easy to foresee, or the application does not allow it: it will be asked for. */
  readonly excludeRefused: boolean;
  readonly ended: EndedMessage | null;
  /** Milliseconds from `start` to the first frame sent; null before it. */
  readonly firstFrameAfter: number | null;
  /** Which session of this start it is, from 0: it rises when another one is begun after a problem. */
  readonly round: number;
}

export type { CheckMessage, EndedMessage, ProgressMessage, WelcomeMessage };

export const AT_REST: Snapshot = {
  phase: 'idle',
  problem: null,
  retryAt: null,
  canRetry: false,
  stream: null,
  mirrored: true,
  cameras: [],
  cameraId: null,
  light: null,
  session: null,
  welcome: null,
  progress: null,
  progressAt: 0,
  excluded: [],
  excludeRefused: false,
  ended: null,
  firstFrameAfter: null,
  round: 0,
};

/** What a start forgets of the check before it. */
export const BEGUN: Partial<Snapshot> = {
  session: null,
  welcome: null,
  ended: null,
  excludeRefused: false,
  firstFrameAfter: null,
  round: 0,
};
