/** One connection to the stream of one session: from opening it to its end, which is told once. */
import type { ClientMessage, EndedMessage, ServerMessage, WelcomeMessage } from '../api/stream';
import { Alarm } from '../alarm';
import type { Timers } from '../timers';
import { endBy, endOf } from './closes';
import type { StreamEnd } from './closes';
import { frameMessage, HEADER_BYTES } from './frame';
import { Ledger } from './ledger';
import { readMessage } from './read';

/** The part of a WebSocket that is used. */
export interface Socket {
  onmessage: ((event: MessageEvent) => void) | null;
  onclose: ((event: CloseEvent) => void) | null;
  readonly bufferedAmount: number;
  send(data: string | Blob): void;
  close(code?: number): void;
}

export interface Ending {
  /** Null where the connection was cut, or stood still. */
  readonly end: StreamEnd | null;
  /** Whether the server had taken the token. */
  readonly welcomed: boolean;
  /** Set where `end` is `decided`. */
  readonly ended: EndedMessage | null;
}

export interface ConnectionParts {
  readonly timers: Timers;
  /** May throw, as browsers do for addresses that they never open. */
  readonly openSocket: () => Socket;
  /** How many milliseconds nothing may be heard. */
  readonly patience: () => number;
  readonly onMessage: (message: ServerMessage) => void;
  readonly onEnd: (ending: Ending) => void;
}

/** The server judges one frame while another waits; more only grow old. */
export const MOST_IN_FLIGHT = 2;
export const WELCOME_MS = 10_000;
export const BEAT_MS = 3000;
/** A server that names no sensible heartbeat is not stormed for it. */
const LEAST_BEAT_MS = 1000;
const FRAME_LOST_MS = 4000;
/** A connection that was held up, or goes on being so, has its frames refused for their times: it is as good as cut. */
export const MOST_UNTIMELY = 10;
const UNTIMELY: ReadonlySet<string> = new Set(['frame_ahead', 'frame_late']);

export class Connection {
  readonly #parts: ConnectionParts;
  readonly #ledger = new Ledger();
  readonly #alarm: Alarm;
  #socket: Socket | null = null;
  #welcome: WelcomeMessage | null = null;
  #heardAt: number;
  #sequence = 0;
  #lastCapture = -1;
  /** Frames in a row that were refused for when they came. */
  #untimely = 0;
  #over = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#alarm = new Alarm(parts.timers);
    this.#heardAt = parts.timers.now();
  }

  open(): void {
    try {
      this.#socket = this.#parts.openSocket();
    } catch {
      this.#end('protocol_error');
      return;
    }
    this.#socket.onmessage = (event) => this.#hear(event.data);
    this.#socket.onclose = (event) => this.#closed(event);
    // A half-open network leaves a socket connecting for minutes.
    this.#alarm.set(WELCOME_MS, () => this.#end(null));
  }

  /** Whether one more frame may go: few are under way, and none waits in the browser for a slow network. */
  get hasRoom(): boolean {
    return this.#welcome !== null && this.#ledger.inFlight < MOST_IN_FLIGHT && !this.isStuck;
  }

  /** Whether what was sent still waits in the browser for the network. */
  get isStuck(): boolean {
    return (this.#socket?.bufferedAmount ?? 0) > 0;
  }

  /** Sends one JPEG that was taken at `captured` (ms of any steady clock), and returns whether it went. */
  sendFrame(jpeg: Blob, captured: number): boolean {
    if (!this.hasRoom || jpeg.size + HEADER_BYTES > (this.#welcome?.max_bytes ?? 0)) return false;
    // Both have to rise with each frame, and some browsers' clocks are too coarse for that.
    this.#lastCapture = Math.max(captured, this.#lastCapture + 0.001);
    this.#sequence += 1;
    this.#socket?.send(frameMessage(this.#sequence, this.#lastCapture, jpeg));
    this.#ledger.sent(this.#sequence, this.#parts.timers.now());
    return true;
  }

  say(message: ClientMessage): void {
    if (this.#welcome) this.#socket?.send(JSON.stringify(message));
  }

  /** Leaves it behind: nothing is told any more. */
  close(): void {
    this.#over = true;
    this.#alarm.clear();
    const socket = this.#socket;
    this.#socket = null;
    if (!socket) return;
    socket.onmessage = null;
    socket.onclose = null;
    socket.close(1000);
  }

  #hear(data: unknown): void {
    const message = readMessage(data);
    if (!message) return;
    this.#heardAt = this.#parts.timers.now();
    if (message.type === 'welcome') {
      if (this.#welcome) return;
      this.#begin(message);
    }
    // Before the welcome nothing is taken for an answer to anything.
    if (!this.#welcome) return;
    if (message.type === 'ended') {
      this.#ended(message);
      return;
    }
    if (this.#isUntimely(message)) {
      this.#end(null);
      return;
    }
    this.#parts.onMessage(message);
  }

  /** Strikes a frame that was answered off the list; whether too many in a row came at the wrong time. */
  #isUntimely(message: ServerMessage): boolean {
    if (message.type !== 'progress' && message.type !== 'error') return false;
    if (typeof message.sequence !== 'number') return false;
    this.#ledger.answered(message.sequence);
    const untimely = message.type === 'error' && UNTIMELY.has(message.code);
    this.#untimely = untimely ? this.#untimely + 1 : 0;
    return this.#untimely >= MOST_UNTIMELY;
  }

  #begin(welcome: WelcomeMessage): void {
    this.#welcome = welcome;
    this.#beatLater();
  }

  #ended(message: EndedMessage): void {
    if (message.state === 'COMPLETED') {
      this.#end('decided', message);
    } else {
      const end = message.state === 'EXPIRED' ? 'session_expired' : endBy(message.ended_by ?? '');
      this.#end(end === 'decided' ? 'protocol_error' : (end ?? 'server_failed'));
    }
  }

  #closed({ code, reason }: CloseEvent): void {
    const end = endOf(code, reason);
    // Only the server's last message says that it was decided: without it, nobody here knows.
    this.#end(end === 'decided' ? 'protocol_error' : end);
  }

  /** Half-open sockets never close by themselves, and a server hangs up on who says nothing. */
  #beat(): void {
    const now = this.#parts.timers.now();
    this.#ledger.forgetBefore(now - FRAME_LOST_MS);
    if (now - this.#heardAt >= this.#parts.patience()) {
      this.#end(null);
      return;
    }
    this.say({ type: 'ping' });
    this.#beatLater();
  }

  #beatLater(): void {
    const heartbeat = (this.#welcome?.heartbeat ?? 0) * 1000;
    const pause = Math.max(LEAST_BEAT_MS, Math.min(BEAT_MS, heartbeat / 3));
    this.#alarm.set(pause, () => this.#beat());
  }

  #end(end: StreamEnd | null, ended: EndedMessage | null = null): void {
    if (this.#over) return;
    this.close();
    this.#parts.onEnd({ end, welcomed: this.#welcome !== null, ended });
  }
}
