import { useState } from 'react';
import type { Problem } from '../../socket/api';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import { wordsFor } from './problem-words';

interface Props {
  readonly problem: Problem;
  /** Where the key is sent to. */
  readonly host: string;
  /** What it is for. */
  readonly line?: string;
  readonly onKey: (key: string) => void;
}

/** Asks for an API key, for a server that is locked. */
export function KeyForm({ problem, host, line = texts.people.keyLine, onKey }: Props) {
  const [key, setKey] = useState('');
  const { people } = texts;
  const { title, advice } = wordsFor(problem);
  const refusal = problem.code === 'scope_missing' ? `${title}. ${advice}` : people.keyRefused;
  return (
    <form
      className="card key-form"
      data-testid="key-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim()) onKey(key.trim());
      }}
    >
      <div>
        <h2 className="card-title">{people.keyTitle}</h2>
        <p className="card-line" id="key-line">
          {line} {people.keyGoesTo(host)}
        </p>
      </div>
      <label className="field">
        <span className="field-name">{people.keyLabel}</span>
        <input
          type="password"
          data-testid="key"
          value={key}
          autoComplete="off"
          spellCheck={false}
          aria-describedby="key-line"
          onChange={(event) => setKey(event.currentTarget.value)}
        />
      </label>
      {problem.code !== 'key_missing' && (
        <p className="refusal" role="alert">
          {refusal}
        </p>
      )}
      <button type="submit" className="button primary">
        <Icon name="key" />
        {people.keyUse}
      </button>
    </form>
  );
}
