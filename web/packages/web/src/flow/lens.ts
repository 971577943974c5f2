/** The one camera of a check: at most one is on, and one that opens after it was called off goes off at once. */
import { Alarm } from '../alarm';
import { cameraFacts, closeCamera, isGone } from '../camera/open';
import { nameCameraProblem } from '../camera/problems';
import type { CameraProblem } from '../camera/problems';
import type { CheckParts } from './parts';
import type { Snapshot } from './snapshot';

export type Opened =
  | { readonly kind: 'on'; readonly shows: Pick<Snapshot, 'stream' | 'mirrored' | 'cameraId'> }
  | { readonly kind: 'problem'; readonly problem: CameraProblem }
  /** It was turned off, or opened anew, in the meantime. */
  | { readonly kind: 'called_off' };

export type LensParts = Pick<
  CheckParts,
  'openCamera' | 'options' | 'rememberedCamera' | 'rememberCamera' | 'timers'
>;

/** For so long a camera may give no pictures: another page has it, say, or a call came in. */
export const MUTED_MS = 3000;

export interface LensJobs {
  /** It was unplugged, or taken away. */
  readonly lost: () => void;
  /** It is on, and has given no pictures for a while. */
  readonly muted: () => void;
}

export class Lens {
  readonly #parts: LensParts;
  readonly #jobs: LensJobs;
  readonly #muted: Alarm;
  #stream: MediaStream | null = null;
  #chosen: string | null = null;
  /** Grows with every opening and closing. */
  #turn = 0;
  #opening = false;

  constructor(parts: LensParts, jobs: LensJobs) {
    this.#parts = parts;
    this.#jobs = jobs;
    this.#muted = new Alarm(parts.timers);
  }

  get on(): boolean {
    return this.#stream !== null;
  }

  /** On, or about to be. */
  get engaged(): boolean {
    return this.on || this.#opening;
  }

  /** Whether this is what is on: between an answer and who waits for it, much can happen. */
  holds(stream: MediaStream | null | undefined): boolean {
    return stream === this.#stream && this.on;
  }

  /** Which one is opened from now on. */
  choose(id: string): void {
    this.#chosen = id;
    this.#parts.rememberCamera(id);
  }

  /** Turns off what is on first: many phones open no second camera beside the first. Never rejects. */
  async open(): Promise<Opened> {
    this.close();
    const turn = this.#turn;
    this.#opening = true;
    try {
      const stream = await this.#ask();
      if (turn !== this.#turn) {
        closeCamera(stream);
        return { kind: 'called_off' };
      }
      this.#opening = false;
      if (isGone(stream)) {
        closeCamera(stream);
        return { kind: 'problem', problem: 'camera_lost' };
      }
      this.#stream = stream;
      this.#watch(stream);
      const { deviceId, mirrored } = cameraFacts(stream);
      return { kind: 'on', shows: { stream, mirrored, cameraId: deviceId } };
    } catch (thrown) {
      if (turn !== this.#turn) return { kind: 'called_off' };
      this.#opening = false;
      return { kind: 'problem', problem: nameCameraProblem(thrown) };
    }
  }

  close(): void {
    this.#turn += 1;
    this.#opening = false;
    this.#muted.clear();
    if (this.#stream) closeCamera(this.#stream);
    this.#stream = null;
  }

  #watch(stream: MediaStream): void {
    const { lost, muted } = this.#jobs;
    for (const track of stream.getTracks()) {
      track.onended = lost;
      track.onmute = () => this.#muted.set(MUTED_MS, muted);
      track.onunmute = () => this.#muted.clear();
      if (track.muted) this.#muted.set(MUTED_MS, muted);
    }
  }

  #ask(): Promise<MediaStream> {
    const { openCamera, options, rememberedCamera } = this.#parts;
    const { facing } = options();
    // What was remembered is a camera that shows the person.
    return openCamera(this.#chosen ?? (facing === 'user' ? rememberedCamera() : null), facing);
  }
}
