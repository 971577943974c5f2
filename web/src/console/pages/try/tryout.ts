import { cameraFacts, closeCamera } from '@web/camera/open';
import { nameCameraProblem } from '@web/camera/problems';
import type { CameraProblem } from '@web/camera/problems';
import { FramePump } from '@web/camera/pump';
import { IDLE } from '../../../socket/connection';
import type { ConnectionView } from '../../../socket/connection';
import { Meter } from '../../../features/session/meter';
import { History } from './history';
import { Line } from './line';
import type { LineParts } from './line';
import type { Analysis, Ready, Refusal, TryoutMessage } from './message';
import { Recorder } from './recorder';
import { FIXED } from './signals';

export interface TryoutParts extends Omit<LineParts, 'onConnection' | 'onMessage'> {
  readonly openCamera: (deviceId: string | null) => Promise<MediaStream>;
}

/** A picture as it was sent, and what was seen in it. */
export interface Still {
  readonly picture: Blob;
  readonly analysis: Analysis;
}

export interface TryoutView {
  readonly phase: 'off' | 'starting' | 'on';
  readonly stream: MediaStream | null;
  readonly mirrored: boolean;
  readonly cameraId: string | null;
  readonly cameraProblem: CameraProblem | null;
  readonly connection: ConnectionView;
  /** What judges here; null before the server has said it. */
  readonly ready: Ready | null;
  /** Nothing is sent; the camera stays on. */
  readonly paused: boolean;
  /** What stands still to be looked at; null while all moves. */
  readonly frozen: Still | null;
  /** What the server said against the newest frame; null once another one is answered. */
  readonly refusal: Refusal | null;
  /** The newest answer, several times a second: for numbers that are read. */
  readonly latest: Analysis | null;
  readonly frameRate: number | null;
  readonly roundTrip: number | null;
  readonly recorded: number;
}

export const MOST_RECORDED = 4500;
/** A minute of 20 answers a second. */
const HELD = 1200;
/** Faster than this nobody reads a number. */
const TOLD_EVERY_MS = 200;
/** An older answer says nothing about who is there now. */
const STALE_MS = 3000;
/** Stages of a frame are the server's affair: there is room for so many. */
const MOST_STAGES = 12;

const OFF: TryoutView = {
  phase: 'off',
  stream: null,
  mirrored: true,
  cameraId: null,
  cameraProblem: null,
  connection: IDLE,
  ready: null,
  paused: false,
  frozen: null,
  refusal: null,
  latest: null,
  frameRate: null,
  roundTrip: null,
  recorded: 0,
};

/** The seed's real-time view, grown up: camera, connection, the last minute of every signal, and a recording. */
export class Tryout {
  readonly history = new History(HELD, FIXED.length + MOST_STAGES);
  readonly #parts: TryoutParts;
  readonly #line: Line;
  readonly #pump: FramePump;
  readonly #recorder = new Recorder(MOST_RECORDED);
  readonly #listeners = new Set<() => void>();
  readonly #sent = new Map<number, { readonly picture: Blob; readonly at: number }>();
  #stages: readonly string[] = [];
  #view = OFF;
  #newest: Still | null = null;
  #newestAt = 0;
  #toldAt = 0;
  #startedAt: number | null = null;
  #meter = new Meter();
  #grab: () => Promise<Blob | null> = () => Promise.resolve(null);
  #attempt = 0;

  constructor(parts: TryoutParts) {
    this.#parts = parts;
    this.#line = new Line({
      ...parts,
      onConnection: (connection) => this.#connected(connection),
      onMessage: (message, said) => this.#heard(message, said),
    });
    this.#pump = new FramePump({
      timers: parts.timers,
      grab: () => this.#grab(),
      mayEmit: () => this.#line.mayEmit && !this.#view.paused,
      emit: (frame) => this.#emit(frame),
    });
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly view = (): TryoutView => this.#view;

  readonly takeFramesFrom = (grab: () => Promise<Blob | null>): void => {
    this.#grab = grab;
  };

  /** The stages of a frame that the server has told so far. */
  get stages(): readonly string[] {
    return this.#stages;
  }

  /** Where a signal lies in the history; -1 for one that is not held. */
  channelOf(id: string): number {
    const known = FIXED.findIndex((signal) => signal.id === id);
    if (known >= 0) return known;
    const stage = this.#stages.indexOf(id.replace(/^ms-/, ''));
    return stage < 0 ? -1 : FIXED.length + stage;
  }

  /** The newest answer, or what stands still; null where there is none, or it is too old to be true. */
  shown(now: number): Analysis | null {
    if (this.#view.frozen) return this.#view.frozen.analysis;
    return now - this.#newestAt <= STALE_MS ? (this.#newest?.analysis ?? null) : null;
  }

  /** The right edge of the plots: now, or the newest moment where nothing moves. */
  edge(now: number): number {
    const { phase, frozen, paused } = this.#view;
    return phase !== 'on' || frozen || paused ? this.#newestAt : now;
  }

  async start(deviceId: string | null): Promise<void> {
    this.stop();
    this.history.clear();
    this.#recorder.clear();
    this.#startedAt = null;
    this.#change({ recorded: 0 });
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

  /** The camera's light goes off; the plots and the recording stay to be looked at. */
  stop(cameraProblem: CameraProblem | null = null): void {
    this.#attempt += 1;
    this.#pump.stop();
    this.#line.stop();
    this.#sent.clear();
    this.#newest = null;
    if (this.#view.stream) closeCamera(this.#view.stream);
    const { recorded } = this.#view;
    this.#change({ ...OFF, recorded, cameraProblem });
  }

  pause(paused: boolean): void {
    this.#change({ paused });
    this.#pump.kick();
  }

  /** Lets picture and plots stand still; the check goes on behind them, and so does the recording. */
  freeze(frozen: boolean): void {
    this.#change({ frozen: frozen ? this.#newest : null });
  }

  retryNow(): void {
    this.#line.retryNow();
  }

  recording(): Blob {
    return this.#recorder.file();
  }

  #run(stream: MediaStream): void {
    for (const track of stream.getTracks()) track.onended = () => this.stop('camera_lost');
    const { deviceId, mirrored } = cameraFacts(stream);
    this.#meter = new Meter();
    this.#change({ phase: 'on', stream, mirrored, cameraId: deviceId });
    this.#line.start();
    this.#pump.start();
  }

  #emit(picture: Blob): void {
    const at = this.#parts.timers.now();
    const sequence = this.#line.send(picture);
    if (sequence === null) return;
    this.#startedAt ??= at;
    this.#sent.set(sequence, { picture, at });
  }

  #connected(connection: ConnectionView): void {
    this.#change({ connection });
    if (connection.state !== 'open') this.#forget();
    if (connection.state === 'open') this.#pump.kick();
    if (connection.state === 'refused') this.#refused(connection);
  }

  /** What was said last says nothing about now once nobody answers. */
  #forget(): void {
    this.#sent.clear();
    this.#newest = null;
    this.#meter = new Meter();
    this.#change({ latest: null, frameRate: null, roundTrip: null });
  }

  /** A camera that looks at somebody for nothing is turned off. */
  #refused(connection: ConnectionView): void {
    this.stop();
    this.#change({ connection });
  }

  #heard(message: TryoutMessage, said: object): void {
    if (message.type === 'analysis') this.#see(message, said);
    if (message.type === 'ready') this.#change({ ready: message });
    if (message.type === 'error') this.#change({ refusal: message });
    this.#pump.kick();
  }

  #see(analysis: Analysis, said: object): void {
    const now = this.#parts.timers.now();
    const sent = this.#sent.get(analysis.sequence);
    for (const sequence of this.#sent.keys()) {
      if (sequence <= analysis.sequence) this.#sent.delete(sequence);
    }
    this.#meter.note(now, sent ? now - sent.at : null);
    this.#recorder.add(now - (this.#startedAt ?? now), said);
    if (this.#view.frozen) {
      this.#count(now);
      return;
    }
    if (sent) this.#newest = { picture: sent.picture, analysis };
    this.#newestAt = now;
    this.#noteStages(analysis);
    this.history.push(now, this.#values(analysis));
    if (now - this.#toldAt >= TOLD_EVERY_MS || this.#view.latest === null) this.#tell(now, analysis);
  }

  #noteStages({ milliseconds }: Analysis): void {
    const fresh = Object.keys(milliseconds).filter((stage) => !this.#stages.includes(stage));
    if (fresh.length > 0) this.#stages = [...this.#stages, ...fresh].slice(0, MOST_STAGES);
  }

  #values(analysis: Analysis): (number | null)[] {
    return [
      ...FIXED.map((signal) => signal.of(analysis)),
      ...this.#stages.map((stage) => analysis.milliseconds[stage] ?? null),
    ];
  }

  #tell(now: number, latest: Analysis): void {
    this.#toldAt = now;
    const { frameRate, roundTrip } = this.#meter;
    this.#change({ latest, frameRate, roundTrip, refusal: null, recorded: this.#recorder.size });
  }

  /** While all stands still the recording goes on. */
  #count(now: number): void {
    if (now - this.#toldAt < TOLD_EVERY_MS) return;
    this.#toldAt = now;
    this.#change({ recorded: this.#recorder.size });
  }

  #change(change: Partial<TryoutView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
