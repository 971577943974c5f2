/** The one camera of a check: at most one is on, and one that opens after it was called off goes off at once. */
import { cameraFacts, closeCamera } from '../camera/open';
import { nameCameraProblem } from '../camera/problems';
import type { CameraProblem } from '../camera/problems';
import type { CheckParts } from './parts';
import type { Snapshot } from './snapshot';

export type Opened =
  | { readonly kind: 'on'; readonly shows: Pick<Snapshot, 'stream' | 'mirrored' | 'cameraId'> }
  | { readonly kind: 'problem'; readonly problem: CameraProblem }
  /** It was turned off, or opened anew, in the meantime. */
  | { readonly kind: 'called_off' };

export type LensParts = Pick<CheckParts, 'openCamera' | 'options' | 'rememberedCamera' | 'rememberCamera'>;

export class Lens {
  readonly #parts: LensParts;
  #stream: MediaStream | null = null;
  #chosen: string | null = null;
  /** Grows with every opening and closing. */
  #turn = 0;
  #opening = false;

  constructor(parts: LensParts) {
    this.#parts = parts;
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
  async open(lost: () => void): Promise<Opened> {
    this.close();
    const turn = this.#turn;
    this.#opening = true;
    try {
      const stream = await this.#ask();
      if (turn !== this.#turn) {
        closeCamera(stream);
        return { kind: 'called_off' };
      }
      this.#stream = stream;
      this.#opening = false;
      for (const track of stream.getTracks()) track.onended = lost;
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
    if (this.#stream) closeCamera(this.#stream);
    this.#stream = null;
  }

  #ask(): Promise<MediaStream> {
    const { openCamera, options, rememberedCamera } = this.#parts;
    const { facing } = options();
    // What was remembered is a camera that shows the person.
    return openCamera(this.#chosen ?? (facing === 'user' ? rememberedCamera() : null), facing);
  }
}
