import { Suspense, useEffect, useRef } from 'react';
import type { Server } from '../client';
import { useConsole } from '../context';
import { pageOf } from '../pages';
import { hrefOf, placeAt, useHash } from '../route';
import { Empty } from '../ui/Empty';
import { Loading } from '../ui/Loading';
import { Page } from '../ui/Page';
import { Boundary } from './Boundary';
import { Offline } from './Offline';
import { Sidebar } from './Sidebar';

interface Props {
  readonly server: Server;
  /** Forgets the key; null where there is none. */
  readonly onLeave: (() => void) | null;
}

/** The pages of the console, and the way between them. */
export function Shell({ server, onLeave }: Props) {
  const hash = useHash();
  const place = placeAt(hash);
  const main = useRef<HTMLElement>(null);
  const where = [place.page, ...place.rest].join('/');
  const shown = useRef(where);

  useEffect(() => {
    if (shown.current === where) return;
    shown.current = where;
    window.scrollTo(0, 0);
    main.current?.focus({ preventScroll: true }); // readers begin at what has changed
  }, [where]);

  return (
    <div className="c-shell">
      <Sidebar
        page={place.page}
        host={server.address.host}
        onSkip={() => main.current?.focus()}
        onLeave={onLeave}
      />
      <main ref={main} className="c-main" tabIndex={-1}>
        <Offline server={server} />
        <Boundary key={where}>
          <Suspense fallback={<Loading what="the page" />}>
            <Shown hash={hash} />
          </Suspense>
        </Boundary>
      </main>
    </div>
  );
}

function Shown({ hash }: { readonly hash: string }) {
  const { access } = useConsole();
  const place = placeAt(hash);
  const entry = pageOf(place);
  const Part = place.rest.length > 0 ? entry?.Detail : entry?.Page;
  if (!entry || !Part) return <NotFound />;
  if (entry.needs && access.locked && !access.scopes.includes(entry.needs)) {
    return <Forbidden name={entry.name} scope={entry.needs} />;
  }
  return <Part place={place} />;
}

const NotFound = () => (
  <Page title="There is no such page">
    <Empty
      title="There is no page at this address"
      action={
        <a className="button" href={hrefOf([])}>
          To the overview
        </a>
      }
    >
      It may be from another version of the console.
    </Empty>
  </Page>
);

const Forbidden = ({ name, scope }: { readonly name: string; readonly scope: string }) => (
  <Page title={name}>
    <Empty icon="lock" title="Your key may not see this">
      This page needs a key with the scope <code>{scope}</code>.
    </Empty>
  </Page>
);
