import { useEffect, useRef, useState } from 'react';
import type { Api } from '../../socket/api';
import { Desk } from './Desk';
import { KeyForm } from './KeyForm';
import type { OpenCamera } from './lens';
import { needsKey } from './problem-words';
import { usePeople } from './use-people';

interface Props {
  /** The element around it; `main` unless it stands in a page that has one. */
  readonly as?: 'main' | 'section';
  /** False where the page around it has the way to forget the key. */
  readonly forgets?: boolean;
  readonly api: Api;
  readonly host: string;
  readonly openCamera: OpenCamera;
  /** The cameras to choose from; undefined where the browser hides them. */
  readonly media: MediaDevices | undefined;
}

/** Who is enrolled, behind a door where the server is locked. Shut, it leaves nothing behind it: no camera, no name. */
export function PeopleView({ as = 'main', forgets = true, api, host, openCamera, media }: Props) {
  const listed = usePeople(api);
  const [keyHeld, setKeyHeld] = useState(api.hasKey);
  /** Counts how often a key was forgotten: each time all begins anew. */
  const [round, setRound] = useState(0);
  const main = useRef<HTMLElement>(null);
  const focusDue = useRef(false);
  const door = needsKey(listed.problem) ? listed.problem : null;

  useEffect(() => {
    if (!door && focusDue.current) main.current?.focus(); // where that was gone which the keyboard was in
    focusDue.current = door !== null;
  }, [door, round]);

  const takeKey = (key: string | null) => {
    listed.rekey(key);
    setKeyHeld(key !== null);
    if (key !== null) return;
    focusDue.current = true;
    setRound((before) => before + 1);
  };

  if (door) return <KeyForm problem={door} host={host} onKey={takeKey} />;
  return (
    <Desk
      key={round}
      as={as}
      main={main}
      api={api}
      listed={listed}
      openCamera={openCamera}
      media={media}
      onForgetKey={keyHeld && forgets ? () => takeKey(null) : null}
    />
  );
}
