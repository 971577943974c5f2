import { useEffect, useSyncExternalStore } from 'react';
import type { LiveSession } from './live-session';
import type { Snapshot } from './snapshot';

/** Follows a session; leaving the page ends it, so that the camera's light goes off. */
export function useLiveSession(session: LiveSession): Snapshot {
  useEffect(() => {
    const leave = () => session.stop();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [session]);
  return useSyncExternalStore(session.subscribe, session.snapshot);
}
