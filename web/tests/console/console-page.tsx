/** The console, shown before a server that answers as a test wishes. */
import { QueryClient } from '@tanstack/react-query';
import { act, cleanup, configure, fireEvent, render, screen } from '@testing-library/react';
import { vi } from 'vitest';
import { App } from '../../src/console/App';
import { Server } from '../../src/console/client';
import { QUERIES } from '../../src/console/queries';
import { serverAddress } from '../../src/socket/address';

configure({ asyncUtilTimeout: 20_000 }); // a machine may be slow; nothing here waits for time to pass
vi.setConfig({ testTimeout: 60_000 });

export interface Asked {
  readonly method: string;
  /** With its query, below the server's address: `/v1/sessions?limit=20`. */
  readonly path: string;
  readonly key: string | null;
  readonly body: unknown;
}

/** What the server says: a value as JSON, a response as it stands, a promise of one, or undefined for 404. */
export type Answer = (asked: Asked) => unknown;

export const OPEN = { key_id: null, scopes: [], locked: false };

export const refusal = (status: number, code: string, more: object = {}, headers: HeadersInit = {}) =>
  Response.json(
    { type: `/problems/${code}`, code, title: `Title of ${code}`, detail: `told: ${code}`, status, ...more },
    { status, headers },
  );

/** An answer that never comes. */
export const never = (): Promise<Response> => new Promise(() => undefined);

/** The server cannot be reached. */
export const away = (): Promise<Response> => Promise.reject(new TypeError('no network'));

/** Has `answer` answer, and notes what was asked. An open server, unless `/v1/key` is answered otherwise. */
export function serve(answer: Answer): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', async (input: Request | URL | string, init?: RequestInit) => {
    const request = input instanceof Request ? input : null;
    const { pathname, search } = new URL(input instanceof Request ? input.url : input);
    const headers = request?.headers ?? new Headers(init?.headers);
    const text = request ? await request.text() : typeof init?.body === 'string' ? init.body : '';
    const body: unknown = text ? JSON.parse(text) : null;
    const question: Asked = {
      method: request?.method ?? init?.method ?? 'GET',
      path: pathname + search,
      key: headers.get('Authorization'),
      body,
    };
    asked.push(question);
    const said = (await answer(question)) ?? usual(question.path);
    return said instanceof Response ? said : Response.json(said);
  });
  return asked;
}

function usual(path: string): unknown {
  if (path === '/v1/key') return OPEN;
  if (path === '/problems') return { problems: [] };
  return refusal(404, 'not_found');
}

/** Opens the console at an address such as `#/sessions`. */
export async function show(hash: string): Promise<Server> {
  location.hash = hash;
  const address = serverAddress({ search: '', meta: '', apiUrl: '', wsUrl: '', base: 'http://localhost/' });
  const server = new Server(address);
  await act(async () => {
    render(<App server={server} queries={new QueryClient(QUERIES)} />);
    await Promise.resolve();
  });
  return server;
}

/** The page's heading, once it is there. */
export const heading = (name: string | RegExp) => screen.findByRole('heading', { level: 1, name });

export const type = (label: string, value: string) =>
  fireEvent.change(screen.getByLabelText(label), { target: { value } });

/** What jsdom lacks. Undo with `leave`. */
export function prepare(): void {
  window.scrollTo = vi.fn();
}

export function leave(): void {
  cleanup();
  vi.unstubAllGlobals();
  location.hash = '';
}
