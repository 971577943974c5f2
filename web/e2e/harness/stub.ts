/** A Facevow server that is not there: it hands out the component, and its socket says what the test has it say. */
import { WebSocketServer, type WebSocket } from 'ws';
import type {
  AskedMessage,
  CheckMessage,
  ClientMessage,
  EndedMessage,
  ProgressMessage,
  ServerMessage,
  WelcomeMessage,
} from '@web/api/stream';
import { componentFile, serve, type Running } from './serving';

const HEADER = 16;

/** A session's token, as the server makes them. */
export const TOKEN = `fvs_${'e2e-'.repeat(5)}02.fvt_${'e2e-'.repeat(10)}345`;

const WELCOME: WelcomeMessage = {
  type: 'welcome',
  session: TOKEN.split('.')[0] ?? '',
  active: true,
  person_may_exclude: true,
  expires_in: 120,
  heartbeat: 15,
  max_bytes: 2_000_000,
  max_side: 8192,
};

const ASKED: AskedMessage = {
  act: 'turn_left',
  times: 1,
  number: 1,
  of: 3,
  seconds_left: 4.2,
  window: 6,
  progress: 0.4,
};

/** A challenge that stands like this. */
export const check = (state: CheckMessage['state'], change: Partial<CheckMessage> = {}): CheckMessage => ({
  enabled: true,
  state,
  done: [],
  of: 3,
  prompt: null,
  notice: null,
  ...change,
});

/** A challenge in which this act is asked for. */
export const asks = (act: AskedMessage['act'], change: Partial<AskedMessage> = {}): CheckMessage =>
  check('act_due', { prompt: { ...ASKED, act, ...change } });

/** One stream: what came over it, and what it answers. */
export class Line {
  readonly heard: ClientMessage[] = [];
  /** How the browser has closed it; null while it is open. */
  closed: number | null = null;
  frames = 0;
  readonly offered: readonly string[];
  readonly #socket: WebSocket;
  readonly #waiting: (() => void)[] = [];
  #answer: Omit<ProgressMessage, 'sequence' | 'type'>;

  constructor(socket: WebSocket, offered: readonly string[]) {
    this.#socket = socket;
    this.offered = offered;
    this.#answer = {
      dropped: 0,
      face: [230, 120, 180, 240],
      width: 640,
      height: 480,
      guidance: [],
      message: '',
      active_check: check('face_due'),
    };
    socket.on('message', (data: Buffer, binary) => this.#hear(data, binary));
    socket.on('close', (code) => {
      this.closed = code;
      this.#wake();
    });
  }

  say(message: ServerMessage): void {
    this.#socket.send(JSON.stringify(message));
  }

  welcome(change: Partial<WelcomeMessage> = {}): void {
    this.say({ ...WELCOME, ...change });
  }

  /** Answers every frame from now on with this challenge; returns when the next frame was answered so. */
  async shows(active_check: CheckMessage, change: Partial<ProgressMessage> = {}): Promise<void> {
    this.#answer = { ...this.#answer, guidance: [], ...change, active_check };
    const before = this.frames;
    await this.until(() => this.frames > before);
  }

  /** The last message, and the end of the stream. */
  end(message: Omit<EndedMessage, 'type'>, code = 1000, reason = 'decided'): void {
    this.say({ type: 'ended', ...message });
    this.#socket.close(code, reason);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  /** Gone without a word, as when a cable is cut. */
  cut(): void {
    this.#socket.terminate();
  }

  async until(holds: () => boolean): Promise<void> {
    while (!holds()) {
      if (this.closed !== null) throw new Error(`the stream was closed: ${String(this.closed)}`);
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async untilClosed(): Promise<void> {
    while (this.closed === null) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  #hear(data: Buffer, binary: boolean): void {
    if (binary) {
      this.frames += 1;
      if (data.readUInt8(0) !== 1 || data.readUInt16BE(HEADER) !== 0xffd8)
        throw new Error('expected a header and a JPEG');
      this.say({ type: 'progress', sequence: data.readUInt32BE(4), ...this.#answer });
    } else {
      // The component is what is tested; that it sends what the schema says is.
      const message = JSON.parse(data.toString()) as ClientMessage;
      this.heard.push(message);
      if (message.type === 'ping') this.say({ type: 'pong' });
    }
    this.#wake();
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

/** Refuses streams, or hands them to the test. */
export class Stub {
  readonly address: string;
  /** With what the next streams are refused; null: they are taken. */
  refuses: readonly [code: number, reason: string] | null = null;
  /** Whether sockets are not even opened, as where something on the way lets none through. */
  unreachable = false;
  readonly #running: Running;
  readonly #sockets: WebSocketServer;
  readonly #lines: Line[] = [];
  readonly #waiting: ((line: Line) => void)[] = [];

  static async start(): Promise<Stub> {
    return new Stub(await serve(async ({ pathname }) => (await componentFile(pathname)) ?? { status: 404 }));
  }

  private constructor(running: Running) {
    this.#running = running;
    this.address = `http://127.0.0.1:${String(running.port)}`;
    this.#sockets = new WebSocketServer({
      server: running.server,
      verifyClient: () => !this.unreachable,
      handleProtocols: (offered) => (offered.has('facevow.v1') ? 'facevow.v1' : false),
    });
    this.#sockets.on('connection', (socket, request) => {
      socket.on('error', () => socket.terminate()); // the browser went away in the midst of it
      if (this.refuses !== null) {
        socket.close(...this.refuses);
        return;
      }
      const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/,\s*/);
      const line = new Line(socket, offered);
      const next = this.#waiting.shift();
      if (next) next(line);
      else this.#lines.push(line);
    });
  }

  /** The next stream that a browser opens, or has opened. */
  line(): Promise<Line> {
    const waiting = this.#lines.shift();
    if (waiting) return Promise.resolve(waiting);
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Forgets what an earlier test has left. */
  reset(): void {
    this.refuses = null;
    this.unreachable = false;
    this.#lines.length = 0;
    this.#waiting.length = 0;
    for (const socket of this.#sockets.clients) socket.terminate();
  }

  async stop(): Promise<void> {
    this.reset();
    this.#sockets.close();
    await this.#running.stop();
  }
}
