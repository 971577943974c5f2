/** Where one is in the console: what follows `#`, so that any server can serve it below any path. */
import { useSyncExternalStore } from 'react';

/** An address, read: `#/sessions/fvs_1?state=COMPLETED` is page `sessions`, rest `['fvs_1']`, and its query. */
export interface Place {
  /** The first part; empty at the start. */
  readonly page: string;
  /** The parts after it, decoded. */
  readonly rest: readonly string[];
  readonly query: URLSearchParams;
  /** The address as it stands, with its `#`. */
  readonly hash: string;
}

/** What an address may ask for; what is null, undefined or empty is left out. */
export type Query = Readonly<Record<string, string | number | null | undefined>>;

export function placeAt(hash: string): Place {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [page = '', ...rest] = path.split('/').filter(Boolean).map(decoded);
  return { page, rest, query: new URLSearchParams(search), hash };
}

/** The address of a place: `hrefOf(['sessions', id])`, `hrefOf(['sessions'], { state: 'COMPLETED' })`. */
export function hrefOf(parts: readonly string[], query: Query = {}): string {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') asked.set(name, String(value));
  }
  const search = asked.toString();
  return `#/${parts.map(encodeURIComponent).join('/')}${search && `?${search}`}`;
}

/** Goes there; with `replace` the place that is left is not one that the back button returns to. */
export function go(href: string, replace = false): void {
  if (!replace) {
    location.hash = href;
    return;
  }
  const before = location.href;
  history.replaceState(null, '', href);
  window.dispatchEvent(new HashChangeEvent('hashchange', { oldURL: before, newURL: location.href }));
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export const useHash = (): string => useSyncExternalStore(subscribe, () => location.hash);

/** A part that is not rightly encoded is taken as it stands. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
