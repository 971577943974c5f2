/** The two plain requests of the page: how the server is, and what it decided lately. */
import { VERDICTS } from './messages';
import type { Verdict } from './messages';
import { isBoolean, isCount, isFields, isOneOf, isShare, isText } from './narrow';

export interface Health {
  readonly status: 'healthy' | 'degraded';
  readonly modelLoaded: boolean;
  readonly activeCheckEnabled: boolean;
  readonly model: string | null;
  readonly version: string | null;
  readonly connections: number | null;
  readonly capacity: number | null;
}

export interface LogEntry {
  readonly id: number;
  readonly timestamp: string;
  readonly faceDetected: boolean;
  readonly confidence: number;
  readonly verdict: Verdict;
}

export function parseHealth(value: unknown): Health | null {
  if (!isFields(value)) return null;
  const { status, model_loaded, active_check_enabled, model, version, connections, capacity } = value;
  if (status !== 'healthy' && status !== 'degraded') return null;
  if (!isBoolean(model_loaded) || !isBoolean(active_check_enabled)) return null;
  return {
    status,
    modelLoaded: model_loaded,
    activeCheckEnabled: active_check_enabled,
    model: isText(model) ? model : null,
    version: isText(version) ? version : null,
    connections: isCount(connections) ? connections : null,
    capacity: isCount(capacity) ? capacity : null,
  };
}

/** The well-formed entries; null where there is no list at all. */
export function parseLogs(value: unknown): LogEntry[] | null {
  const logs = isFields(value) ? value.logs : null;
  return Array.isArray(logs) ? logs.map(parseEntry).filter((entry) => entry !== null) : null;
}

function parseEntry(value: unknown): LogEntry | null {
  if (!isFields(value)) return null;
  const { id, timestamp, face_detected, confidence, verdict } = value;
  if (!isCount(id) || !isText(timestamp) || Number.isNaN(Date.parse(timestamp))) return null;
  if (!isBoolean(face_detected) || !isShare(confidence) || !isOneOf(VERDICTS, verdict)) return null;
  return { id, timestamp, faceDetected: face_detected, confidence, verdict };
}

/** Fetches JSON and parses it; throws where the server is away, answers an error or says something malformed. */
export async function getJson<Value>(
  url: string,
  parse: (value: unknown) => Value | null,
  signal: AbortSignal,
): Promise<Value> {
  const answer = await fetch(url, { signal, headers: { Accept: 'application/json' }, cache: 'no-store' });
  if (!answer.ok) throw new Error(`expected 200 from ${url}, got ${answer.status}`);
  const value = parse(await answer.json());
  if (value === null) throw new Error(`malformed answer from ${url}`);
  return value;
}
