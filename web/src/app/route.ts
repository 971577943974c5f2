import { useSyncExternalStore } from 'react';

export type Page = 'live' | 'people';

/** Addresses of the pages: what follows `#`, so that any server can serve them below any path. */
export const ADDRESSES: Readonly<Record<Page, string>> = { live: '#/', people: '#/people' };

/** The page at this address; whatever is unknown is the first page. */
export const pageAt = (hash: string): Page => (hash === ADDRESSES.people ? 'people' : 'live');

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export const usePage = (): Page => useSyncExternalStore(subscribe, () => pageAt(location.hash));
