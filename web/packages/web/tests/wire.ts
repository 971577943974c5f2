/** What a server says on a stream, well-formed, and a socket without a network. */
import type {
  AskedMessage,
  CheckMessage,
  EndedMessage,
  ProgressMessage,
  WelcomeMessage,
} from '../src/api/stream';
import type { Socket } from '../src/stream/connection';

export const TOKEN = 'fvs_first.fvt_secret';
export const OTHER_TOKEN = 'fvs_second.fvt_secret';

export class FakeSocket implements Socket {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  bufferedAmount = 0;
  closed = false;
  readonly said: unknown[] = [];
  readonly frames: Blob[] = [];
  readonly address: string;
  readonly protocols: readonly string[];

  constructor(address = '', protocols: readonly string[] = []) {
    this.address = address;
    this.protocols = protocols;
  }

  send(data: string | Blob): void {
    if (this.closed) throw new Error('expected nothing to be sent on a closed socket');
    if (typeof data === 'string') this.said.push(JSON.parse(data));
    else this.frames.push(data);
  }

  close(): void {
    this.closed = true;
  }

  says(message: unknown): void {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    this.onmessage?.(new MessageEvent('message', { data }));
  }

  drops(code = 1006, reason = ''): void {
    this.onclose?.(new CloseEvent('close', { code, reason }));
  }

  answers(change: Partial<ProgressMessage> = {}): void {
    this.says(progress({ sequence: this.frames.length, ...change }));
  }
}

/** Hands out a new socket at each call and keeps them all. */
export function socketMaker() {
  const sockets: FakeSocket[] = [];
  const open = (address: string, protocols: readonly string[]) => {
    const socket = new FakeSocket(address, protocols);
    sockets.push(socket);
    return socket;
  };
  const last = () => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error('expected a socket to have been opened');
    return socket;
  };
  return { sockets, open, last };
}

export const welcome = (change: Partial<WelcomeMessage> = {}): WelcomeMessage => ({
  type: 'welcome',
  session: 'fvs_first',
  active: true,
  person_may_exclude: true,
  expires_in: 90,
  heartbeat: 15,
  max_bytes: 2_000_000,
  max_side: 2048,
  ...change,
});

export const asked = (change: Partial<AskedMessage> = {}): AskedMessage => ({
  act: 'turn_left',
  times: 1,
  number: 1,
  of: 3,
  seconds_left: 4.2,
  window: 6,
  progress: 0.4,
  ...change,
});

export const check = (change: Partial<CheckMessage> = {}): CheckMessage => ({
  enabled: true,
  state: 'settling',
  done: [],
  of: 3,
  prompt: null,
  notice: null,
  ...change,
});

export const due = (change: Partial<AskedMessage> = {}): CheckMessage =>
  check({ state: 'act_due', prompt: asked(change) });

export const progress = (change: Partial<ProgressMessage> = {}): ProgressMessage => ({
  type: 'progress',
  sequence: 1,
  dropped: 0,
  face: [100, 80, 200, 240],
  width: 640,
  height: 480,
  guidance: [],
  message: '',
  active_check: check(),
  ...change,
});

export const ended = (change: Partial<EndedMessage> = {}): EndedMessage => ({
  type: 'ended',
  state: 'COMPLETED',
  ...change,
});
