import { cameraFacts, closeCamera } from '@web/camera/open';
import { nameCameraProblem } from '@web/camera/problems';
import type { CameraProblem } from '@web/camera/problems';
import { FramePump } from '@web/camera/pump';
import { Client } from '../../socket/client';
import type { Socket } from '../../socket/client';
import type { ConnectionView } from '../../socket/connection';
import { REFUSALS } from '../../socket/messages';
import type { ErrorMessage, Inability, Refusal, ResultMessage, ServerMessage } from '../../socket/messages';
import type { Timers } from '@web/timers';
import { ActiveChoice } from './active-choice';
import type { ActiveWish } from './active-choice';
import { Meter } from './meter';
import { AT_REST } from './snapshot';
import type { Snapshot } from './snapshot';

export interface SessionParts {
  readonly socketUrl: string;
  readonly timers: Timers;
  readonly openSocket: (url: string) => Socket;
  /** 0..1 */
  readonly luck: () => number;
  readonly openCamera: (deviceId: string | null) => Promise<MediaStream>;
}

/** An older answer says nothing about the person there now. */
const STALE_MS = 4000;
/** Long enough to read what the server had to say. */
const ERROR_SHOWN_MS = 5000;

/** One check from start to stop: camera, pump and client brought together, told to the page as snapshots. */
export class LiveSession {
  readonly #parts: SessionParts;
  readonly #client: Client;
  readonly #pump: FramePump;
  readonly #listeners = new Set<() => void>();
  readonly #choice = new ActiveChoice();
  #snapshot = AT_REST;
  #meter = new Meter();
  #grab: () => Promise<Blob | null> = () => Promise.resolve(null);
  #staleTimer: number | null = null;
  #errorAt = 0;
  /** Grows with every start and stop: a camera that opens for an attempt long over is closed at once. */
  #attempt = 0;

  constructor(parts: SessionParts) {
    this.#parts = parts;
    this.#client = new Client({
      url: parts.socketUrl,
      timers: parts.timers,
      openSocket: parts.openSocket,
      luck: parts.luck,
      onConnection: (view) => this.#connectionChanged(view),
      onMessage: (message, roundTrip) => this.#heard(message, roundTrip),
    });
    this.#pump = new FramePump({
      timers: parts.timers,
      grab: () => this.#grab(),
      mayEmit: () => this.#client.canSendFrame,
      emit: (frame) => this.#client.sendFrame(frame),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): Snapshot => this.#snapshot;

  /** Where frames come from: the page says it once the picture is there. */
  readonly takeFramesFrom = (grab: () => Promise<Blob | null>): void => {
    this.#grab = grab;
  };

  /** Opens the camera, then connects; with another `deviceId` while running, changes the camera. */
  async start(deviceId: string | null): Promise<void> {
    this.stop();
    const attempt = this.#attempt;
    this.#change({ phase: 'starting', cameraProblem: null });
    try {
      const stream = await this.#parts.openCamera(deviceId);
      if (attempt === this.#attempt) this.#run(stream);
      else closeCamera(stream);
    } catch (thrown) {
      if (attempt === this.#attempt) this.stop(nameCameraProblem(thrown));
    }
  }

  /** Ends everything; the camera's light goes off. */
  stop(cameraProblem: CameraProblem | null = null): void {
    this.#attempt += 1;
    this.#pump.stop();
    this.#client.stop();
    this.#endCamera();
    const { activeWish, wishRefused } = this.#snapshot;
    this.#change({ ...AT_REST, activeWish, wishRefused, cameraProblem });
  }

  retryNow(): void {
    this.#client.retryNow();
  }

  setActiveCheck(enabled: boolean): void {
    this.#wish({ ...this.#choice.wish, enabled });
  }

  /** Spares the person what they cannot do; asks for the active check, since it is about nothing else. */
  excludeActs(exclude: readonly Inability[]): void {
    this.#wish({ enabled: true, exclude });
  }

  resetActiveCheck(): void {
    if (this.#client.say({ type: 'reset_active_check' })) this.#choice.askedAnew();
  }

  #wish(wish: ActiveWish): void {
    this.#change({ activeWish: this.#choice.want(wish), wishRefused: null });
    this.#sayWish();
  }

  #sayWish(): void {
    const message = this.#choice.message();
    if (message && this.#client.say(message)) this.#choice.sent();
  }

  #run(stream: MediaStream): void {
    for (const track of stream.getTracks()) track.onended = () => this.stop('camera_lost');
    const { deviceId, mirrored } = cameraFacts(stream);
    this.#meter = new Meter();
    this.#change({ phase: 'running', stream, mirrored, cameraId: deviceId });
    this.#client.start();
    this.#pump.start();
  }

  #connectionChanged(connection: ConnectionView): void {
    const { state } = this.#snapshot.connection;
    if (connection.state === 'refused') this.#refused();
    this.#change({ connection });
    if (connection.state === 'open') {
      if (this.#snapshot.wishRefused === 'too_many_attempts') this.#change({ wishRefused: null });
      this.#choice.forgetTaken();
      this.#sayWish();
      this.#pump.kick();
    } else if (state === 'open') {
      // Fail closed: what was true on the old connection is not shown as true without one.
      this.#meter = new Meter();
      this.#change({ result: null, frameRate: null, roundTrip: null });
    }
  }

  #refused(): void {
    this.#pump.stop();
    this.#endCamera();
    this.#change({ phase: 'idle', stream: null, result: null });
  }

  #heard(message: ServerMessage, roundTrip: number | null): void {
    if (message.type === 'result') {
      this.#show(message, roundTrip);
    } else if (message.type === 'active_check') {
      this.#choice.taken();
    } else if (message.type === 'active_check_reset') {
      this.#choice.drawnAnew();
    } else if (message.type === 'error') {
      const refusal = refusalIn(message);
      if (refusal) this.#refusedAs(refusal);
      else this.#complained(message);
    }
    this.#pump.kick();
  }

  /** Told where the wish was made, unless another one has been made since. */
  #refusedAs(refusal: Refusal): void {
    if (this.#choice.refused()) this.#change({ activeWish: this.#choice.wish, wishRefused: refusal });
  }

  #complained({ code, message }: ErrorMessage): void {
    this.#errorAt = this.#parts.timers.now();
    this.#change({ serverError: { code, message } });
  }

  #show(result: ResultMessage, roundTrip: number | null): void {
    const { timers } = this.#parts;
    this.#meter.note(timers.now(), roundTrip);
    this.#clearStale();
    this.#staleTimer = timers.set(() => this.#change({ result: null }), STALE_MS);
    const errorRead = timers.now() - this.#errorAt >= ERROR_SHOWN_MS;
    this.#change({
      result,
      frameRate: this.#meter.frameRate,
      roundTrip: this.#meter.roundTrip,
      ...(errorRead ? { serverError: null } : {}),
    });
  }

  #clearStale(): void {
    if (this.#staleTimer !== null) this.#parts.timers.clear(this.#staleTimer);
    this.#staleTimer = null;
  }

  #endCamera(): void {
    this.#clearStale();
    if (this.#snapshot.stream) closeCamera(this.#snapshot.stream);
  }

  #change(change: Partial<Snapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...change };
    for (const listener of this.#listeners) listener();
  }
}

/** How the server refuses a wish about the active check; an error that answers a frame is about that. */
const refusalIn = ({ code, frame }: ErrorMessage): Refusal | null =>
  frame === undefined ? (REFUSALS.find((refusal) => refusal === code) ?? null) : null;
