import { useSyncExternalStore } from 'react';

export type Page = 'live' | 'check' | 'people';

/** Addresses of the pages: what follows `#`, so that any server can serve them below any path. */
export const ADDRESSES: Readonly<Record<Page, string>> = {
  live: '#/',
  check: '#/check',
  people: '#/people',
};

export const PAGES: readonly Page[] = ['live', 'check', 'people'];

/** The page at this address; whatever is unknown is the first page. */
export const pageAt = (hash: string): Page => PAGES.find((page) => ADDRESSES[page] === hash) ?? 'live';

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}

export const usePage = (): Page => useSyncExternalStore(subscribe, () => pageAt(location.hash));
