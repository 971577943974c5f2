import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { Ref } from 'react';
import { take } from '../../client';
import type { Schemas } from '../../client';
import { useConsole } from '../../context';
import { isWithdrawn } from '../../problem';
import type { PageProps } from '../../pages';
import { hrefOf } from '../../route';
import { Answered } from '../../ui/Answered';
import { Id } from '../../ui/Copy';
import { Icon } from '../../ui/Icon';
import { Page } from '../../ui/Page';
import { CallbacksCard } from './CallbacksCard';
import { CourseCard } from './CourseCard';
import { Eraser } from './Eraser';
import { EvidenceCard } from './EvidenceCard';
import { ImagesCard } from './ImagesCard';
import { MatchCard } from './MatchCard';
import { OrderCard } from './OrderCard';
import { Outcome } from './Outcome';
import { ReceiptCard } from './ReceiptCard';
import { SignatureCard } from './SignatureCard';
import './session.css';

type Session = Schemas['Session'];

/** How often a session is read that is not over. */
const EVERY_MS = 2000;

const isOver = ({ state }: Session): boolean => state !== 'CREATED' && state !== 'IN_PROGRESS';

/** All that is kept of one session. */
export default function SessionPage({ place }: PageProps) {
  const { client } = useConsole();
  const [id = ''] = place.rest;
  const [receipt, setReceipt] = useState<Schemas['Receipt'] | null>(null);
  const [erasing, setErasing] = useState(false);
  const eraser = useRef<HTMLButtonElement>(null);
  const keep = () => {
    setErasing(false);
    eraser.current?.focus();
  };
  const asked = useQuery({
    queryKey: ['session', id],
    queryFn: ({ signal }) =>
      take(client.GET('/v1/sessions/{session}', { params: { path: { session: id } }, signal })),
    enabled: receipt === null,
    refetchInterval: ({ state: { data, error } }) =>
      data && !isOver(data) && !isWithdrawn(error) ? EVERY_MS : false,
  });
  return (
    <Page
      title="Session"
      line={<Id id={id} what="the session’s id" />}
      back={{ href: hrefOf(['sessions']), name: 'Sessions' }}
      actions={
        receipt === null &&
        asked.data &&
        !isWithdrawn(asked.error) && (
          <Actions erase={eraser} onErase={() => setErasing(true)} onRead={() => void asked.refetch()} />
        )
      }
    >
      {receipt ? (
        <ReceiptCard receipt={receipt} />
      ) : (
        <>
          {erasing && <Eraser id={id} onErased={setReceipt} onLeave={keep} />}
          <Answered query={asked} what="the session" lines={6}>
            {(session) => <Shown session={session} />}
          </Answered>
        </>
      )}
    </Page>
  );
}

interface ActionsProps {
  readonly erase: Ref<HTMLButtonElement>;
  readonly onErase: () => void;
  readonly onRead: () => void;
}

function Actions({ erase, onErase, onRead }: ActionsProps) {
  const { access } = useConsole();
  return (
    <>
      <button type="button" className="button small" onClick={onRead}>
        <Icon name="redo" size={18} />
        Read anew
      </button>
      {(!access.locked || access.scopes.includes('erase')) && (
        <button ref={erase} type="button" className="button small" data-testid="erase" onClick={onErase}>
          <Icon name="trash" size={18} />
          Erase
        </button>
      )}
    </>
  );
}

const Shown = ({ session }: { readonly session: Session }) => (
  <>
    <Outcome session={session} />
    {session.started !== null && <CourseCard session={session} over={isOver(session)} />}
    <div className="c-columns">
      <div className="session-column">
        <OrderCard session={session} />
        {session.compare !== null && <MatchCard session={session} />}
        <ImagesCard session={session} />
      </div>
      <div className="session-column">
        <SignatureCard session={session} />
        <CallbacksCard session={session} />
        <EvidenceCard session={session} />
      </div>
    </div>
  </>
);
