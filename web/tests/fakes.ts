/** A socket without a network, a camera without a lens, and a well-formed answer. */
import type { Socket } from '../src/socket/client';
import type { ActiveCheck, ActPrompt, ResultMessage } from '../src/socket/messages';

export { HandClock, settle } from '../packages/web/tests/clock';
export { fakeStream, FakeTrack } from '../packages/web/tests/lens';

export class FakeSocket implements Socket {
  onopen: ((event: Event) => void) | null = null;
  onmessage: ((event: MessageEvent) => void) | null = null;
  onclose: ((event: CloseEvent) => void) | null = null;
  readonly said: unknown[] = [];
  readonly frames: Blob[] = [];
  closed = false;

  send(data: string | Blob): void {
    if (typeof data === 'string') this.said.push(JSON.parse(data));
    else this.frames.push(data);
  }

  close(): void {
    this.closed = true;
  }

  opens(): void {
    this.onopen?.(new Event('open'));
  }

  says(message: unknown): void {
    const data = typeof message === 'string' ? message : JSON.stringify(message);
    this.onmessage?.(new MessageEvent('message', { data }));
  }

  drops(code = 1006): void {
    this.onclose?.(new CloseEvent('close', { code }));
  }

  /** Opens and greets back, as a server with room does. */
  welcomes(): void {
    this.opens();
    this.says({ type: 'pong' });
  }
}

/** Hands out a new socket at each call and keeps them all. */
export function socketMaker() {
  const sockets: FakeSocket[] = [];
  const open = () => {
    const socket = new FakeSocket();
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

/** A challenge of three steps that waits for a face. */
export const check = (change: Partial<ActiveCheck> = {}): ActiveCheck => ({
  enabled: true,
  state: 'face_due',
  done: [],
  of: 3,
  prompt: null,
  notice: null,
  failed_by: null,
  ...change,
});

export const prompt = (change: Partial<ActPrompt> = {}): ActPrompt => ({
  act: 'turn_left',
  times: 1,
  number: 1,
  of: 3,
  seconds_left: 4.2,
  window: 6,
  progress: 0.4,
  ...change,
});

export const due = (change: Partial<ActPrompt> = {}): ActiveCheck =>
  check({ state: 'act_due', prompt: prompt(change) });

export const result = (change: Partial<ResultMessage> = {}): ResultMessage => ({
  type: 'result',
  face_detected: true,
  is_real: true,
  confidence: 0.97,
  active_check_passed: false,
  active_check_message: '',
  bbox: [100, 80, 200, 240],
  frame: 1,
  dropped: 0,
  width: 640,
  height: 480,
  verdict: 'BONA_FIDE',
  guidance: [],
  active_check: check({ enabled: false, of: 0 }),
  ...change,
});
