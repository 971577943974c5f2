import { useEffect } from 'react';
import { ComponentView } from '../features/component/ComponentView';
import type { OpenCamera } from '../features/people/lens';
import { PeopleView } from '../features/people/PeopleView';
import type { LiveSession } from '../features/session/live-session';
import { useLiveSession } from '../features/session/use-live-session';
import { ServerFacts } from '../features/status/ServerFacts';
import { useHealth } from '../features/status/use-health';
import type { ServerAddress } from '../socket/address';
import type { Api } from '../socket/api';
import { texts } from '../texts';
import { mediaDevices } from './config';
import { Header } from './Header';
import { LiveView } from './LiveView';
import { usePage } from './route';

interface Props {
  readonly session: LiveSession;
  readonly api: Api;
  readonly address: ServerAddress;
  readonly openCamera: OpenCamera;
}

export function App({ session, api, address, openCamera }: Props) {
  const page = usePage();
  const snapshot = useLiveSession(session);
  const health = useHealth(address.health, snapshot.connection.state);
  useEffect(() => {
    document.title = page === 'live' ? texts.name : texts.pageTitle(texts.nav[page]);
  }, [page]);

  return (
    <>
      <Header page={page} connection={snapshot.connection.state} health={health} />
      {page === 'live' && (
        <LiveView
          session={session}
          snapshot={snapshot}
          address={address}
          activeByDefault={health.value?.activeCheckEnabled ?? false}
        />
      )}
      {page === 'check' && (
        <ComponentView api={api} host={address.host} server={new URL('../', address.api).href} />
      )}
      {page === 'people' && (
        <PeopleView api={api} host={address.host} openCamera={openCamera} media={mediaDevices()} />
      )}
      <ServerFacts host={address.host} health={health.value} />
    </>
  );
}
