import { backoff } from '@web/backoff';
import { frameMessage } from '@web/stream/frame';
import { Ledger } from '@web/stream/ledger';
import type { Timers } from '@web/timers';
import { causeOf, eventOf, IDLE, nextState } from '../../../socket/connection';
import type { ConnectionEvent, ConnectionView, FailureCause } from '../../../socket/connection';
import { readMessage } from './message';
import type { TryoutMessage } from './message';

/** The part of a WebSocket that is used here. */
export interface Socket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(data: string | Blob): void;
  close(code?: number): void;
}

export interface LineParts {
  readonly url: string;
  /** What the socket is opened with: the version of the protocol, and the key where one is needed. */
  readonly protocols: readonly string[];
  readonly timers: Timers;
  readonly openSocket: (url: string, protocols: readonly string[]) => Socket;
  /** 0..1 */
  readonly luck: () => number;
  readonly onConnection: (view: ConnectionView) => void;
  /** `said` is what came, as it came. */
  readonly onMessage: (message: TryoutMessage, said: object) => void;
}

const MOST_IN_FLIGHT = 2;
const FRAME_LOST_MS = 4000;
const BEAT_MS = 3000;
const SILENCE_MS = 12_000;

/** What a socket of this kind is opened with. */
export const protocolsFor = (key: string | null): readonly string[] =>
  key === null ? ['facevow.v1'] : ['facevow.v1', `facevow.key.${key}`];

/** The connection of the try-it page: frames go, what the server saw in them comes. It heals itself. */
export class Line {
  readonly #parts: LineParts;
  #view: ConnectionView = IDLE;
  #socket: Socket | null = null;
  #ledger = new Ledger();
  #sequence = 0;
  #timer: number | null = null;
  #heardAt = 0;

  constructor(parts: LineParts) {
    this.#parts = parts;
  }

  get mayEmit(): boolean {
    return this.#view.state === 'open' && this.#ledger.inFlight < MOST_IN_FLIGHT;
  }

  start(): void {
    if (this.#step('start', { failures: 0, retryAt: null, cause: null })) this.#connect();
  }

  /** Cuts a wait short. */
  retryNow(): void {
    if (this.#step('retry', { retryAt: null })) this.#connect();
  }

  stop(): void {
    this.#letGo();
    this.#step('stop', IDLE);
  }

  /** Sends one JPEG and returns its number; null where it may not go now. */
  send(jpeg: Blob): number | null {
    if (!this.mayEmit || !this.#socket) return null;
    const now = this.#parts.timers.now();
    this.#sequence += 1;
    this.#socket.send(frameMessage(this.#sequence, now, jpeg));
    this.#ledger.sent(this.#sequence, now);
    return this.#sequence;
  }

  #step(event: ConnectionEvent, change: Partial<ConnectionView>): boolean {
    const state = nextState(this.#view.state, event);
    if (!state) return false;
    this.#view = { ...this.#view, ...change, state };
    this.#parts.onConnection(this.#view);
    return true;
  }

  #connect(): void {
    this.#letGo();
    this.#ledger = new Ledger();
    this.#sequence = 0;
    this.#heardAt = this.#parts.timers.now();
    const socket = this.#open();
    if (!socket) return;
    this.#socket = socket;
    socket.onmessage = (event) => this.#hear(event.data);
    socket.onclose = (event) => this.#fail(causeOf(event.code));
    this.#beatLater();
  }

  /** Browsers throw for an address or a protocol that they will never take. */
  #open(): Socket | null {
    try {
      return this.#parts.openSocket(this.#parts.url, this.#parts.protocols);
    } catch {
      this.#fail('refused');
      return null;
    }
  }

  #hear(data: unknown): void {
    const said = parsed(data);
    const message = said && readMessage(said);
    if (!message) return;
    this.#heardAt = this.#parts.timers.now();
    if ('sequence' in message && message.sequence !== null) this.#ledger.answered(message.sequence);
    if (message.type !== 'error') this.#step('heard', { failures: 0, cause: null });
    this.#parts.onMessage(message, said);
  }

  #fail(cause: FailureCause): void {
    this.#letGo();
    const { timers, luck } = this.#parts;
    const failures = this.#view.failures + 1;
    const event = eventOf(cause);
    const wait = backoff(failures, event === 'full', luck());
    const retries = event !== 'refused';
    if (retries) this.#timer = timers.set(() => this.retryNow(), wait);
    this.#step(event, { failures, cause, retryAt: retries ? timers.now() + wait : null });
  }

  /** Half-open sockets never close by themselves. */
  #beat(): void {
    const now = this.#parts.timers.now();
    this.#ledger.forgetBefore(now - FRAME_LOST_MS);
    if (now - this.#heardAt >= SILENCE_MS) {
      this.#fail('dropped');
      return;
    }
    if (this.#view.state === 'open' && now - this.#heardAt >= BEAT_MS) this.#socket?.send('{"type":"ping"}');
    this.#beatLater();
  }

  #beatLater(): void {
    this.#timer = this.#parts.timers.set(() => this.#beat(), BEAT_MS);
  }

  #letGo(): void {
    if (this.#timer !== null) this.#parts.timers.clear(this.#timer);
    this.#timer = null;
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onopen = null;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close(1000);
  }
}

function parsed(data: unknown): object | null {
  if (typeof data !== 'string') return null;
  try {
    const value: unknown = JSON.parse(data);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}
