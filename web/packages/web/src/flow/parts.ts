/** Everything of the world that a check touches: the browser's in the page, a hand-wound one in the tests. */
import type { Camera } from '../camera/devices';
import type { Facing } from '../camera/open';
import type { Socket } from '../stream/connection';
import type { Timers } from '../timers';
import type { CheckOptions } from './options';

/** `leaving`: the page goes away, perhaps to be taken out of a cache again later. */
export type Change = 'online' | 'visibility' | 'leaving' | 'cameras';

export interface Surroundings {
  online(): boolean;
  /** Whether nothing of the check is to be seen: its page is hidden, or it is not rendered in it. */
  hidden(): boolean;
  /** Calls back at every change, until the returned function is called. */
  watch(listener: (change: Change) => void): () => void;
}

export interface CheckParts {
  readonly options: () => CheckOptions;
  readonly timers: Timers;
  /** 0..1 */
  readonly luck: () => number;
  /** Whether the browser has what a check needs, the camera aside. */
  readonly supported: () => boolean;
  /** May throw, as browsers do for addresses that they never open. */
  readonly openSocket: (address: string, protocols: readonly string[]) => Socket;
  readonly openCamera: (id: string | null, facing: Facing) => Promise<MediaStream>;
  readonly listCameras: () => Promise<readonly Camera[]>;
  readonly rememberedCamera: () => string | null;
  readonly rememberCamera: (id: string) => void;
  readonly surroundings: Surroundings;
}
