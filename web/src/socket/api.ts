/** Requests to the API below /v1: with a key where one was given, and every failure as a problem with a code. */
import { isCount, isFields, isText, readJson, textsOf } from './narrow';
import type { Fields } from './narrow';

/** A place in what was sent, and what was expected there. */
export interface Place {
  /** JSON Pointer into the body, such as `#/images/0`. */
  readonly pointer: string;
  readonly detail: string;
  /** Why, in codes; empty where there are none. */
  readonly codes: readonly string[];
}

export interface Problem {
  /** As docs/problems.md lists them; `away`, `too_late` and `malformed` are what this page finds by itself. */
  readonly code: string;
  /** The server's own words; empty where it said none. */
  readonly title: string;
  readonly detail: string;
  readonly places: readonly Place[];
  /** Seconds to wait before asking again, where the server says so. */
  readonly retryAfter: number | null;
}

export type Answer<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: Problem };

export interface Request<Value> {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  /** Below the API's address, without a slash before it. */
  readonly path: string;
  readonly body?: unknown;
  /** Null for what is not as expected. */
  readonly parse: (value: unknown) => Value | null;
  readonly signal: AbortSignal;
  /** Whether it changes what the server keeps: called off or without an answer, it may be done all the same. */
  readonly writes?: boolean;
}

/** What those who watch the API hear of a question that went wrong. */
export interface Mishap {
  readonly problem: Problem;
  /** Nobody here can tell whether the server did as it was asked. */
  readonly unsettled: boolean;
}

/** What is no answer of the server's: an order may have been carried out before it. */
const NO_ANSWER = /^(?:away|too_late|malformed|http_5\d\d)$/;

/** Longer than a server takes for the pictures of an enrolment on a small machine. */
const PATIENCE_MS = 60_000;

/** Whether a key can stand in a header: with any other character the browser sends nothing, as if there was no server. */
export const isSendable = (key: string): boolean => /^[\x21-\x7e]+$/.test(key);

/** Asks the API. The key stays in this object: it is stored nowhere, and gone with the page. */
export class Api {
  readonly #base: string;
  readonly #watchers = new Set<(mishap: Mishap) => void>();
  #key: string | null = null;

  /** `base` ends in a slash. */
  constructor(base: string) {
    this.#base = base;
  }

  get hasKey(): boolean {
    return this.#key !== null;
  }

  useKey(key: string | null): void {
    this.#key = key;
  }

  /** Tells of everything that goes wrong, whoever asked for it, until it is called off. */
  watch(watcher: (mishap: Mishap) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Never throws: whatever goes wrong is a problem. */
  async ask<Value>(request: Request<Value>): Promise<Answer<Value>> {
    const answer = await this.#fetch(request);
    if (answer.ok) return answer;
    const unsettled = request.writes === true && NO_ANSWER.test(answer.problem.code);
    if (unsettled || !request.signal.aborted) {
      for (const tell of this.#watchers) tell({ problem: answer.problem, unsettled });
    }
    return answer;
  }

  async #fetch<Value>({ method = 'GET', path, body, parse, signal }: Request<Value>): Promise<Answer<Value>> {
    if (this.#key !== null && !isSendable(this.#key)) {
      return { ok: false, problem: ownProblem('key_malformed') };
    }
    const late = AbortSignal.timeout(PATIENCE_MS);
    try {
      const response = await fetch(new URL(path, this.#base), {
        method,
        headers: this.#headers(body !== undefined),
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        cache: 'no-store',
        signal: AbortSignal.any([signal, late]),
      });
      const said = readJson(await response.text());
      if (!response.ok) return { ok: false, problem: parseProblem(said, response) };
      const value = parse(said);
      return value === null ? { ok: false, problem: ownProblem('malformed') } : { ok: true, value };
    } catch {
      return { ok: false, problem: ownProblem(late.aborted ? 'too_late' : 'away') };
    }
  }

  #headers(hasBody: boolean): Record<string, string> {
    return {
      Accept: 'application/json',
      ...(hasBody ? { 'Content-Type': 'application/json' } : {}),
      ...(this.#key === null ? {} : { Authorization: `Bearer ${this.#key}` }),
    };
  }
}

export const ownProblem = (code: string): Problem => ({
  code,
  title: '',
  detail: '',
  places: [],
  retryAfter: null,
});

export function parseProblem(value: unknown, { status, headers }: Response): Problem {
  const told: Fields = isFields(value) ? value : {};
  const wait = Number(headers.get('Retry-After') ?? NaN);
  return {
    code: isText(told.code) ? told.code : `http_${status}`,
    title: isText(told.title) ? told.title : '',
    detail: isText(told.detail) ? told.detail : '',
    places: Array.isArray(told.errors) ? told.errors.map(parsePlace).filter((place) => place !== null) : [],
    retryAfter: isCount(wait) ? wait : null,
  };
}

const parsePlace = (value: unknown): Place | null =>
  isFields(value) && isText(value.pointer) && isText(value.detail)
    ? { pointer: value.pointer, detail: value.detail, codes: textsOf(value.codes) }
    : null;
