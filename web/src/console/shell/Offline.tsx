import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { Server } from '../client';
import { clock } from '../ui/format';
import { Icon } from '../ui/Icon';

/** How often it is looked for a server that went away. */
const PROBE_MS = 4000;

/** Says that the server cannot be reached, looks for it, and has all read anew once it is back. */
export function Offline({ server }: { readonly server: Server }) {
  const { reachable, heardAt } = useSyncExternalStore(server.reach.subscribe, server.reach.snapshot);
  const queries = useQueryClient();
  const wasAway = useRef(false);

  useEffect(() => {
    const off = () => server.reach.missed();
    const on = () => void server.probe();
    window.addEventListener('offline', off);
    window.addEventListener('online', on);
    return () => {
      window.removeEventListener('offline', off);
      window.removeEventListener('online', on);
    };
  }, [server]);

  useEffect(() => {
    if (reachable) {
      if (wasAway.current) void queries.refetchQueries({ type: 'active' });
      wasAway.current = false;
      return undefined;
    }
    wasAway.current = true;
    const timer = setInterval(() => void server.probe(), PROBE_MS);
    return () => clearInterval(timer);
  }, [reachable, server, queries]);

  return (
    <div role="status" className="c-offline-room">
      {!reachable && (
        <div className="c-offline tone-unsure" data-testid="offline">
          <Icon name="plug" />
          <p>
            <strong>The server does not answer.</strong>{' '}
            {heardAt === null
              ? 'The page looks for it.'
              : `What you see is as of ${clock(heardAt)}. The page looks for it.`}
          </p>
          <button type="button" className="button small" onClick={() => void server.probe()}>
            Look now
          </button>
        </div>
      )}
    </div>
  );
}
