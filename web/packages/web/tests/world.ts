/** A world for a check: clock, luck, cameras, sockets and a page, all by hand. */
import { CameraError } from '../src/camera/problems';
import type { CameraProblem } from '../src/camera/problems';
import { Check } from '../src/flow/check';
import type { CheckOptions } from '../src/flow/options';
import type { Change } from '../src/flow/parts';
import type { Snapshot } from '../src/flow/snapshot';
import { HandClock } from './clock';
import { fakeStream, FakeTrack } from './lens';
import { socketMaker, TOKEN } from './wire';

export class World {
  readonly clock = new HandClock();
  readonly net = socketMaker();
  readonly tracks: FakeTrack[] = [];
  readonly #streams = new Map<MediaStream, FakeTrack>();
  readonly #shown = new Set<FakeTrack>();
  readonly asked: { id: string | null; facing: string }[] = [];
  readonly watchers = new Set<(change: Change) => void>();
  readonly seen: Snapshot[] = [];
  readonly check: Check;
  remembered: string | null = null;
  online = true;
  hidden = false;
  supported = true;
  /** What the next camera runs into. */
  cameraProblem: CameraProblem | null = null;
  options: CheckOptions = {
    server: 'https://live.example',
    sessionToken: TOKEN,
    newSession: null,
    facing: 'user',
  };
  /** What is done to a camera that opens, before anybody has it. */
  prepareTrack: (track: FakeTrack) => void = () => undefined;
  /** Where set, cameras wait for it. */
  gate: Promise<void> | null = null;

  constructor(options: Partial<CheckOptions> = {}) {
    this.options = { ...this.options, ...options };
    this.check = new Check({
      options: () => this.options,
      timers: this.clock,
      luck: () => 1,
      supported: () => this.supported,
      openSocket: (address, protocols) => this.net.open(address, protocols),
      openCamera: (id, facing) => this.#openCamera(id, facing),
      listCameras: () => Promise.resolve([{ id: 'front', label: 'Front' }]),
      rememberedCamera: () => this.remembered,
      rememberCamera: (id) => {
        this.remembered = id;
      },
      surroundings: {
        online: () => this.online,
        hidden: () => this.hidden,
        watch: (listener) => {
          this.watchers.add(listener);
          return () => this.watchers.delete(listener);
        },
      },
    });
    this.check.takeFramesFrom(() => Promise.resolve(new Blob(['jpeg'])));
    this.check.subscribe(() => {
      const { stream } = this.now;
      this.seen.push(this.now);
      const track = stream && this.#streams.get(stream);
      if (track) this.#shown.add(track);
    });
  }

  get now(): Snapshot {
    return this.check.snapshot();
  }

  get socket() {
    return this.net.last();
  }

  /** How many cameras are on. */
  get on(): number {
    return this.tracks.filter(({ stopped }) => !stopped).length;
  }

  /** How many of those are on that were once shown: others may just have been opened, for nobody any more. */
  get onAndShown(): number {
    return [...this.#shown].filter(({ stopped }) => !stopped).length;
  }

  get phases(): string[] {
    return this.seen.map(({ phase }) => phase).filter((phase, at, all) => phase !== all[at - 1]);
  }

  changes(change: Change): void {
    for (const watcher of [...this.watchers]) watcher(change);
  }

  hides(hidden: boolean): void {
    this.hidden = hidden;
    this.changes('visibility');
  }

  async #openCamera(id: string | null, facing: string): Promise<MediaStream> {
    this.asked.push({ id, facing });
    const problem = this.cameraProblem;
    if (this.gate) await this.gate;
    if (problem) throw new CameraError(problem);
    const track = new FakeTrack({ deviceId: id ?? 'front', facingMode: facing });
    this.prepareTrack(track);
    this.tracks.push(track);
    const stream = fakeStream(track);
    this.#streams.set(stream, track);
    return stream;
  }
}

/** Gives another token at each call. */
export function tokens() {
  let given = 0;
  return {
    get given() {
      return given;
    },
    newSession: () => {
      given += 1;
      return Promise.resolve(`fvs_no${given}.fvt_secret`);
    },
  };
}
