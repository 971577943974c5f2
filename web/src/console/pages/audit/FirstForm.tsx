import { useState } from 'react';
import { TextField } from '../../ui/Field';

interface Props {
  readonly first: number;
  readonly onFirst: (first: number | null) => void;
}

/** Goes to a line by its number. */
export function FirstForm({ first, onFirst }: Props) {
  const [text, setText] = useState(first > 1 ? String(first) : '');
  const number = Number(text);
  const fault =
    text !== '' && !(Number.isSafeInteger(number) && number >= 1) ? 'A number from 1 on, please' : null;
  return (
    <form
      className="f-first"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null) onFirst(text === '' ? null : number);
      }}
    >
      <TextField
        label="From number"
        type="number"
        value={text}
        fault={fault}
        onChange={setText}
        testid="audit-first"
      />
      <button type="submit" className="button small">
        Go
      </button>
    </form>
  );
}
