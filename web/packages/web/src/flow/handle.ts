/** What the view may do with a check, and how it hears of it: the seam between `flow` and `view`. */
import type { Ability, Snapshot } from './snapshot';

export interface CheckHandle {
  readonly snapshot: () => Snapshot;
  /** Calls back after every change, until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
  /** From `idle`, `failed`, `done` or `cancelled`: opens the camera, then the stream. Never rejects. */
  readonly start: () => Promise<void>;
  /** The person gives up: the server is told, the camera goes off. */
  readonly cancel: () => void;
  /** What the remedy of the problem says: again, at once, or with a new session. */
  readonly retry: () => void;
  /** Before anything is asked; afterwards it has no effect. */
  readonly exclude: (abilities: readonly Ability[]) => void;
  /** "I cannot do this": ends this session and, where the application can make another one, begins it without. */
  readonly cannot: () => void;
  /** Another camera, remembered; while the camera is on it changes at once. */
  readonly chooseCamera: (id: string) => void;
  /** Where frames come from: the view says it once its picture is there. */
  readonly takeFramesFrom: (grab: () => Promise<Blob | null>) => void;
  /** What the view has measured in the picture. */
  readonly sawLight: (light: Snapshot['light']) => void;
}
