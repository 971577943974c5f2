import { useState } from 'react';
import type { Api } from '../../socket/api';
import { texts } from '../../texts';
import { KeyForm } from '../people/KeyForm';
import { needsKey } from '../people/problem-words';
import { Trouble } from '../people/Trouble';
import { Playground } from './Playground';
import { useDoor } from './use-door';

interface Props {
  readonly api: Api;
  /** Host and port of the server, for the person to read. */
  readonly host: string;
  /** Where the server is, with a slash at its end. */
  readonly server: string;
}

/** The check as an application embeds it, behind a door where the server is locked. */
export function ComponentView({ api, host, server }: Props) {
  const { open, problem, rekey, again } = useDoor(api);
  const [keyHeld, setKeyHeld] = useState(api.hasKey);
  const { component } = texts;
  const takeKey = (key: string | null) => {
    setKeyHeld(key !== null);
    rekey(key);
  };

  const door = needsKey(problem) ? problem : null;
  if (door) return <KeyForm problem={door} host={host} line={component.keyLine} onKey={takeKey} />;
  if (!open)
    return (
      <main className="card asking" aria-busy={problem === null}>
        {problem ? (
          <>
            <Trouble problem={problem} />
            <button type="button" className="button" onClick={again}>
              {component.again}
            </button>
          </>
        ) : (
          <p className="card-line">{component.asking}</p>
        )}
      </main>
    );
  return <Playground api={api} server={server} onForgetKey={keyHeld ? () => takeKey(null) : null} />;
}
