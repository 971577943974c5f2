import { QueryClientProvider } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import type { Server } from './client';
import { ConsoleContext } from './context';
import { Door } from './shell/Door';
import { Shell } from './shell/Shell';
import { Waiting } from './shell/Waiting';
import { useAccess } from './shell/use-access';

interface Props {
  readonly server: Server;
  readonly queries: QueryClient;
}

/** The console: behind a door where the server is locked. */
export function App({ server, queries }: Props) {
  return (
    <QueryClientProvider client={queries}>
      <Gate server={server} />
    </QueryClientProvider>
  );
}

function Gate({ server }: { readonly server: Server }) {
  const { asked, access, shut, enter, leave } = useAccess(server);
  const { client, api, address, key } = server;
  const value = { client, api, address, key, access: access ?? { scopes: [], locked: true, keyId: null } };
  return (
    <ConsoleContext value={value}>
      {access ? (
        <Shell server={server} onLeave={key === null ? null : leave} />
      ) : shut ? (
        <Door problem={shut} host={address.host} onKey={enter} />
      ) : (
        <Waiting query={asked} server={server} />
      )}
    </ConsoleContext>
  );
}
