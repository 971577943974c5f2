/** The way to the server: typed by its OpenAPI document, with the key where one was given, every failure a problem. */
import createClient from 'openapi-fetch';
import type { Client as TypedClient } from 'openapi-fetch';
import type { components, paths } from '../api/openapi';
import type { ServerAddress } from '../socket/address';
import { Api, isSendable, ownProblem } from '../socket/api';
import { ProblemError, problemFrom } from './problem';
import { Reach } from './reach';

export type Schemas = components['schemas'];
export type Client = TypedClient<paths>;

/** Longer than any answer takes on a small machine. */
const PATIENCE_MS = 30_000;

/** What openapi-fetch gives back, whatever was asked. */
interface Said<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The server that this page came from. The key stays in this object: it is stored nowhere, and gone with the page. */
export class Server {
  readonly address: ServerAddress;
  readonly client: Client;
  /** The way that the page of the first hour has: for what is shared with it. */
  readonly api: Api;
  readonly reach = new Reach();
  #key: string | null = null;

  constructor(address: ServerAddress) {
    this.address = address;
    this.api = new Api(address.api);
    this.client = createClient<paths>({
      baseUrl: new URL('..', address.api).href.replace(/\/$/, ''),
      cache: 'no-store',
      fetch: (request) => this.#fetch(request),
    });
    this.client.use({
      onRequest: ({ request }) => {
        if (this.#key === null) return request;
        if (!isSendable(this.#key)) throw new ProblemError(ownProblem('key_malformed'));
        request.headers.set('Authorization', `Bearer ${this.#key}`);
        return request;
      },
    });
  }

  get key(): string | null {
    return this.#key;
  }

  useKey(key: string | null): void {
    this.#key = key;
    this.api.useKey(key);
  }

  /** Asks whether the server is there, for `reach` to hear of. */
  async probe(): Promise<void> {
    await this.#fetch(new Request(new URL('../health/live', this.address.api))).catch(() => null);
  }

  async #fetch(request: Request): Promise<Response> {
    try {
      const late = AbortSignal.timeout(PATIENCE_MS);
      const response = await fetch(request, { signal: AbortSignal.any([request.signal, late]) });
      this.reach.heard(Date.now());
      return response;
    } catch (cause) {
      if (!request.signal.aborted) this.reach.missed();
      throw cause;
    }
  }
}

/**
 * The value of an answer: `await take(client.GET('/v1/policies', { signal }))`.
 *
 * Throws a `ProblemError` for whatever else came, or did not; what was called off stays an `AbortError`.
 */
export async function take<Data>(asked: Promise<Said<Data>>): Promise<Data> {
  let said: Said<Data>;
  try {
    said = await asked;
  } catch (cause) {
    throw problemFrom(cause);
  }
  const { data, error, response } = said;
  if (response.ok && data !== undefined) return data;
  throw ProblemError.of(error, response);
}
