import { cameraFacts, closeCamera } from '@web/camera/open';
import { nameCameraProblem } from '@web/camera/problems';
import type { CameraProblem } from '@web/camera/problems';

export type OpenCamera = (deviceId: string | null) => Promise<MediaStream>;

export interface LensView {
  readonly phase: 'off' | 'starting' | 'on';
  readonly stream: MediaStream | null;
  readonly mirrored: boolean;
  readonly cameraId: string | null;
  readonly problem: CameraProblem | null;
}

const OFF: LensView = { phase: 'off', stream: null, mirrored: true, cameraId: null, problem: null };

/** A camera for single pictures: on or off, and what it shows now. Nothing of it is sent anywhere. */
export class Lens {
  readonly #open: OpenCamera;
  readonly #listeners = new Set<() => void>();
  #view = OFF;
  #grab: () => Promise<Blob | null> = () => Promise.resolve(null);
  /** Counts starts and stops, so that a camera that opens after it was stopped is closed at once. */
  #turn = 0;

  constructor(open: OpenCamera) {
    this.#open = open;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): LensView => this.#view;

  readonly takeFramesFrom = (grab: () => Promise<Blob | null>): void => {
    this.#grab = grab;
  };

  /** What the camera shows now; null while it shows nothing. */
  take(): Promise<Blob | null> {
    return this.#view.phase === 'on' ? this.#grab() : Promise.resolve(null);
  }

  async start(deviceId: string | null): Promise<void> {
    this.stop();
    const turn = this.#turn;
    this.#show({ ...OFF, phase: 'starting' });
    try {
      const stream = await this.#open(deviceId);
      if (turn === this.#turn) this.#run(stream);
      else closeCamera(stream);
    } catch (thrown) {
      if (turn === this.#turn) this.stop(nameCameraProblem(thrown));
    }
  }

  stop(problem: CameraProblem | null = null): void {
    this.#turn += 1;
    if (this.#view.stream) closeCamera(this.#view.stream);
    this.#show({ ...OFF, problem });
  }

  #run(stream: MediaStream): void {
    for (const track of stream.getTracks()) track.onended = () => this.stop('camera_lost');
    const { deviceId, mirrored } = cameraFacts(stream);
    this.#show({ phase: 'on', stream, mirrored, cameraId: deviceId, problem: null });
  }

  #show(view: LensView): void {
    this.#view = view;
    for (const listener of this.#listeners) listener();
  }
}
