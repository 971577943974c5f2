import type { Timers } from '@web/timers';
import { backoff } from '@web/backoff';
import { causeOf, eventOf, IDLE, nextState } from './connection';
import type { ConnectionEvent, ConnectionView, FailureCause } from './connection';
import { parseServerMessage } from './guards';
import { FrameLedger } from './ledger';
import type { ClientMessage, ServerMessage } from './messages';

/** The part of a WebSocket the client uses. */
export interface Socket {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  send(data: string | Blob): void;
  close(code?: number): void;
}

export interface ClientParts {
  readonly url: string;
  readonly timers: Timers;
  readonly openSocket: (url: string) => Socket;
  /** 0..1 */
  readonly luck: () => number;
  readonly onConnection: (view: ConnectionView) => void;
  /** `roundTrip` in ms; null but for the result of a frame that was under way. */
  readonly onMessage: (message: ServerMessage, roundTrip: number | null) => void;
}

export const MOST_IN_FLIGHT = 2;
const FRAME_LOST_MS = 4000;
const BEAT_MS = 3000;
const SILENCE_MS = 12_000;

/** One connection to the server that heals itself; see `connection.ts` for its states. */
export class Client {
  readonly #parts: ClientParts;
  #view: ConnectionView = IDLE;
  #socket: Socket | null = null;
  #ledger = new FrameLedger();
  #timer: number | null = null;
  #heardAt = 0;
  #malformed = 0;

  constructor(parts: ClientParts) {
    this.#parts = parts;
  }

  /** Messages ignored because they were malformed. */
  get malformed(): number {
    return this.#malformed;
  }

  get canSendFrame(): boolean {
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

  /** Sends one JPEG and returns its number, or null where it may not go now. */
  sendFrame(jpeg: Blob): number | null {
    if (!this.canSendFrame || !this.#socket) return null;
    this.#socket.send(jpeg);
    return this.#ledger.sent(this.#parts.timers.now());
  }

  /** Sends a message where there is a connection, and returns whether there was. */
  say(message: ClientMessage): boolean {
    const open = this.#view.state === 'open';
    if (open) this.#write(message);
    return open;
  }

  #write(message: ClientMessage): void {
    this.#socket?.send(JSON.stringify(message));
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
    this.#ledger = new FrameLedger();
    this.#heardAt = this.#parts.timers.now();
    const socket = this.#open();
    if (!socket) return;
    this.#socket = socket;
    socket.onopen = () => this.#write({ type: 'ping' });
    socket.onmessage = (event) => this.#hear(event.data);
    socket.onclose = (event) => this.#fail(causeOf(event.code));
    this.#beatLater();
  }

  /** Browsers throw for an address they will never open, such as ws: from an https: page. */
  #open(): Socket | null {
    try {
      return this.#parts.openSocket(this.#parts.url);
    } catch {
      this.#fail('refused');
      return null;
    }
  }

  #hear(data: unknown): void {
    const message = parseServerMessage(data);
    if (!message) {
      this.#malformed += 1;
      return;
    }
    const now = this.#parts.timers.now();
    this.#heardAt = now;
    if (message.type !== 'error') this.#step('heard', { failures: 0, cause: null });
    const settled = 'frame' in message ? this.#ledger.answered(message.frame, now) : null;
    this.#parts.onMessage(message, message.type === 'result' ? settled : null);
  }

  #fail(cause: FailureCause): void {
    this.#letGo();
    const { timers, luck } = this.#parts;
    const failures = this.#view.failures + 1;
    const event = eventOf(cause);
    const willRetry = event !== 'refused';
    const wait = backoff(failures, cause === 'full', luck());
    if (willRetry) this.#timer = timers.set(() => this.retryNow(), wait);
    this.#step(event, { failures, cause, retryAt: willRetry ? timers.now() + wait : null });
  }

  /** Half-open sockets never close by themselves: a beat pings a quiet server and gives up on a silent one. */
  #beat(): void {
    const now = this.#parts.timers.now();
    this.#ledger.forgetBefore(now - FRAME_LOST_MS);
    if (now - this.#heardAt >= SILENCE_MS) {
      this.#fail('dropped');
      return;
    }
    if (now - this.#heardAt >= BEAT_MS) this.say({ type: 'ping' });
    this.#beatLater();
  }

  #beatLater(): void {
    this.#timer = this.#parts.timers.set(() => this.#beat(), BEAT_MS);
  }

  /** Leaves the socket and the timer behind; a late event of either can no longer reach the client. */
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
