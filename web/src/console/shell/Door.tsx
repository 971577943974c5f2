import { useEffect, useState } from 'react';
import type { Problem } from '../../socket/api';
import { Icon } from '../ui/Icon';
import { TextField } from '../ui/Field';
import { Front } from './Front';

interface Props {
  readonly problem: Problem;
  /** Where the key is sent to. */
  readonly host: string;
  readonly onKey: (key: string) => void;
}

const REFUSALS: Readonly<Record<string, string>> = {
  key_malformed: 'That is no API key: one begins with fvk_. Copy all of it.',
  key_unknown: 'The server does not know this key. Look whether it is one of this server, and copied whole.',
  key_revoked: 'This key was revoked. Make another one with facevow keys create.',
};

/** Asks for an API key. */
export function Door({ problem, host, onKey }: Props) {
  const [key, setKey] = useState('');
  const refusal = problem.code === 'key_missing' ? null : (REFUSALS[problem.code] ?? problem.title);
  useEffect(() => {
    document.title = 'Facevow console';
  }, []);
  return (
    <Front>
      <form
        className="c-door"
        data-testid="door"
        onSubmit={(event) => {
          event.preventDefault();
          if (key.trim()) onKey(key.trim());
        }}
      >
        <div>
          <h2>This server is locked</h2>
          <p className="c-card-line">
            Give an API key of <strong>{host}</strong>. It is kept in this window only, and gone when the
            window is closed or loaded anew.
          </p>
        </div>
        <TextField
          label="API key"
          type="password"
          value={key}
          onChange={setKey}
          fault={refusal}
          testid="key"
          hint={
            <>
              Make one with{' '}
              <code>
                facevow keys create console --scope sessions --scope operate --scope gallery --scope analyses
              </code>
              . Add <code>--scope erase</code> for whoever may erase sessions.
            </>
          }
        />
        <button type="submit" className="button primary">
          <Icon name="key" />
          Open the console
        </button>
      </form>
    </Front>
  );
}
