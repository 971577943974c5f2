import { FacevowCheck, useFacevowCheck } from '@facevow/react';
import { useState } from 'react';
import { isVerified, newSession } from './check';

/** Where your Facevow is. The element came with this application's own scripts, so it has to be told. */
const FACEVOW = 'http://localhost:8000';

export function Confirm() {
  const check = useFacevowCheck();
  const [verified, setVerified] = useState<boolean | null>(null);
  return (
    <>
      <h1>Confirm that it is you</h1>
      <FacevowCheck
        ref={check.ref}
        server={FACEVOW}
        newSession={newSession}
        onEnded={async () => setVerified(await isVerified())}
      >
        <p slot="footer">Your pictures are not kept.</p>
      </FacevowCheck>
      {check.phase === 'running' && (
        <button type="button" onClick={check.cancel}>
          Do this later
        </button>
      )}
      <p role="status">
        {verified !== null && (verified ? 'Thank you, that is you.' : 'That did not work. Please try again.')}
      </p>
    </>
  );
}
