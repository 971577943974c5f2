/** Small HTTP servers of this process, and the built component as `facevow serve` hands it out. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Running {
  readonly port: number;
  readonly server: Server;
  readonly stop: () => Promise<void>;
}

/** Serves on a free port of loopback until it is stopped. What an answer throws is a 500. */
export async function serve(
  answer: (asked: URL, request: IncomingMessage) => Answer | Promise<Answer>,
): Promise<Running> {
  const reply = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const {
      status = 200,
      headers = {},
      body = '',
    } = await answer(new URL(request.url ?? '/', 'http://localhost'), request);
    response.writeHead(status, { ...headers }).end(body);
  };
  const server = createServer((request, response) => {
    reply(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new Error('expected a port');
  const stop = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: bound.port, server, stop };
}

/** Where the component's own build puts it, and where the whole page's build does for the server. */
const FOLDERS = ['../../packages/web/dist/', '../../../src/facevow/server/page/'].map((folder) =>
  fileURLToPath(new URL(folder, import.meta.url)),
);

const pathOf = (name: string): string | undefined =>
  FOLDERS.map((folder) => folder + name).find((path) => existsSync(path));

export const componentIsBuilt = (): boolean => pathOf('facevow-check.js') !== undefined;

/** A file of the component, with the headers that let any page load it; null for every other path. */
export async function componentFile(asked: string): Promise<Answer | null> {
  const [name] = /^facevow-check[\w-]*\.js$/.exec(asked.replace(/^\//, '')) ?? [];
  if (name === undefined) return null;
  const path = pathOf(name);
  if (path === undefined) return { status: 404 };
  return {
    headers: {
      'Content-Type': 'text/javascript; charset=utf-8',
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
      'Cache-Control': 'no-cache',
    },
    body: await readFile(path),
  };
}
