import { useEffect, useSyncExternalStore } from 'react';
import type { Lens, LensView } from './lens';

/** Follows a camera; leaving the page turns it off. */
export function useLens(lens: Lens): LensView {
  useEffect(() => {
    const leave = () => lens.stop();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [lens]);
  return useSyncExternalStore(lens.subscribe, lens.view);
}
