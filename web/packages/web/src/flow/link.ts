/** The stream of one session at a time, and the pictures that go into it at the pace of camera and network. */
import { Alarm } from '../alarm';
import type { ClientMessage, ServerMessage } from '../api/stream';
import { FramePump } from '../camera/pump';
import { Connection } from '../stream/connection';
import type { Ending } from '../stream/connection';
import { offersOf, streamAddress } from '../stream/token';
import type { SessionToken } from '../stream/token';
import { QUIET_MS } from './deciding';
import type { CheckParts } from './parts';

export interface LinkJobs {
  readonly patience: () => number;
  readonly heard: (message: ServerMessage) => void;
  readonly ended: (ending: Ending) => void;
  /** After every frame. */
  readonly sent: () => void;
  /** No answer has come for a while where one was expected. */
  readonly quiet: () => void;
}

export type LinkParts = Pick<CheckParts, 'timers' | 'options' | 'openSocket'>;

export class Link {
  readonly #parts: LinkParts;
  readonly #jobs: LinkJobs;
  readonly #pump: FramePump;
  readonly #quiet: Alarm;
  #grab: () => Promise<Blob | null> = () => Promise.resolve(null);
  #connection: Connection | null = null;
  /** When the picture in hand was taken: encoding it takes a while. */
  #takenAt = 0;

  constructor(parts: LinkParts, jobs: LinkJobs) {
    const { timers } = parts;
    this.#parts = parts;
    this.#jobs = jobs;
    this.#quiet = new Alarm(timers);
    this.#pump = new FramePump({
      timers,
      grab: () => {
        this.#takenAt = timers.now();
        return this.#grab();
      },
      mayEmit: () => this.#connection?.hasRoom ?? false,
      emit: (frame) => {
        if (this.#connection?.sendFrame(frame, this.#takenAt)) jobs.sent();
      },
    });
  }

  /** Another one whenever another stream was opened; null where none is. */
  get mark(): object | null {
    return this.#connection;
  }

  takeFramesFrom(grab: () => Promise<Blob | null>): void {
    this.#grab = grab;
  }

  open(token: SessionToken): void {
    this.close();
    const { timers, options, openSocket } = this.#parts;
    // Read now: what the page says of it later is not of this token.
    const { server } = options();
    this.#connection = new Connection({
      timers,
      openSocket: () => openSocket(streamAddress(server, token), offersOf(token)),
      patience: this.#jobs.patience,
      onMessage: (message) => {
        this.#jobs.heard(message);
        this.#pump.kick();
      },
      onEnd: this.#jobs.ended,
    });
    this.#connection.open();
  }

  say(message: ClientMessage): void {
    this.#connection?.say(message);
  }

  sendFrames(): void {
    if (this.#connection) this.#pump.start();
  }

  /** Whether an answer is expected from now on. */
  expectAnswer(expected: boolean): void {
    if (expected) this.#quiet.set(QUIET_MS, () => this.#wasQuiet());
    else this.#quiet.clear();
  }

  /** Whether what was sent has not even left the browser: then nobody has it who could answer. */
  get isStuck(): boolean {
    return this.#connection?.isStuck ?? false;
  }

  #wasQuiet(): void {
    if (this.isStuck) this.expectAnswer(true);
    else this.#jobs.quiet();
  }

  close(): void {
    this.#quiet.clear();
    this.#pump.stop();
    this.#connection?.close();
    this.#connection = null;
  }
}
