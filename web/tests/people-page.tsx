/** The page of people, shown before a server that answers as a test wishes. */
import { act, cleanup, configure, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { expect, vi } from 'vitest';
import { App } from '../src/app/App';
import { LiveSession } from '../src/features/session/live-session';
import { serverAddress } from '../src/socket/address';
import { Api } from '../src/socket/api';
import { fakeStream, HandClock, settle, socketMaker } from './fakes';

configure({ asyncUtilTimeout: 20_000 }); // a machine may be slow; nothing here waits for time to pass
vi.setConfig({ testTimeout: 60_000 });

const health = { status: 'healthy', model_loaded: true, model: 'passive', active_check_enabled: false };
export const JPEG = new File(['face'], 'face.jpg', { type: 'image/jpeg' });

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  readonly key: string | null;
}

/** A promise is a response that comes when the test wishes, or never. */
export type Answer = (asked: Asked, signal: AbortSignal | null | undefined) => unknown;

/** A response that never comes: the question ends only by being called off. */
export const never = (signal: AbortSignal | null | undefined): Promise<Response> =>
  new Promise((_, reject) => {
    const end = () => reject(new DOMException('called off', 'AbortError'));
    if (signal?.aborted) end();
    signal?.addEventListener('abort', end);
  });

export const refusal = (status: number, code: string, more: object = {}) =>
  Response.json({ code, title: code, detail: `told: ${code}`, status, ...more }, { status });

/** Answers `answer` by the method and the path, and notes what was asked. */
export function serve(answer: Answer): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', (url: URL | string, init: RequestInit) => {
    const { pathname, search } = new URL(url);
    const [, path] = pathname.split('/v1/');
    if (path === undefined)
      return Promise.resolve(Response.json(pathname === '/health' ? health : { logs: [] }));
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : null;
    const key = new Headers(init.headers).get('Authorization');
    const question = { method: init.method ?? 'GET', path: path + search, body, key };
    asked.push(question);
    const said = answer(question, init.signal);
    if (said instanceof Promise) return said;
    return Promise.resolve(said instanceof Response ? said : Response.json(said));
  });
  return asked;
}

export async function show(openCamera = () => Promise.resolve(fakeStream())) {
  const address = serverAddress({ search: '', meta: '', apiUrl: '', wsUrl: '', base: 'http://localhost/' });
  const session = new LiveSession({
    socketUrl: address.ws,
    timers: new HandClock(),
    openSocket: socketMaker().open,
    luck: () => 1,
    openCamera,
  });
  render(<App session={session} api={new Api(address.api)} address={address} openCamera={openCamera} />);
  await act(settle);
  const list = screen.queryByTestId('people');
  if (list) await waitFor(() => expect(list.getAttribute('aria-busy')).toBe('false'));
}

export const choose = (task: string) => fireEvent.click(screen.getByTestId(`task-${task}`));
export const send = () => fireEvent.click(screen.getByTestId('send'));
export const type = (field: string, value: string) =>
  fireEvent.change(screen.getByTestId(field), { target: { value } });

export async function addPictures(...files: File[]) {
  fireEvent.change(screen.getByTestId('files'), { target: { files } });
  await waitFor(() =>
    expect(within(screen.getByTestId('shots')).getAllByRole('img')).toHaveLength(files.length),
  );
}

/** What jsdom lacks, and the address of the page. Undo with `leave`. */
export function prepare(): void {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
  let made = 0;
  vi.stubGlobal(
    'URL',
    Object.assign(URL, { createObjectURL: () => `blob:${++made}`, revokeObjectURL: vi.fn() }),
  );
  Element.prototype.scrollIntoView = vi.fn();
  location.hash = '#/people';
}

export function leave(): void {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
  location.hash = '';
}
