import { useId, useState } from 'react';
import type { Api } from '../../socket/api';
import type { Receipt } from '../../socket/people';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import { Eraser } from './Eraser';
import { erase } from './requests';
import { Templates } from './Templates';

interface Props {
  readonly api: Api;
  readonly subject: string;
  /** What there is of them. */
  readonly line: string;
  readonly templates: number;
  readonly locked: boolean;
  readonly onVerify: (subject: string) => void;
  readonly onErased: (receipt: Receipt) => void;
}

/** An enrolled person: what there is of them, and the way to erase it. */
export function PersonRow({ api, subject, line, templates, locked, onVerify, onErased }: Props) {
  const { people } = texts;
  const [open, setOpen] = useState(false);
  const id = useId();
  return (
    <li className="person" data-testid="person" data-subject={subject} data-open={open}>
      <button
        type="button"
        className="person-open"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name="chevron" size={16} />
        <Words name={subject} line={line} />
      </button>
      <Eraser
        label={people.erasePerson(subject)}
        question={people.eraseAsk(subject)}
        erase={(signal) => erase(api, subject, null, signal)}
        onErased={onErased}
      />
      <div id={id} className="person-more" hidden={!open}>
        {open && (
          <>
            <Templates key={templates} api={api} subject={subject} onErased={onErased} />
            <button
              type="button"
              className="button small"
              disabled={locked}
              onClick={() => onVerify(subject)}
            >
              {people.verifyThis(subject)}
            </button>
          </>
        )}
      </div>
    </li>
  );
}

/** Somebody whose name the server cannot open any more: by that name nothing of them can be asked for. */
export const NamelessRow = ({ line }: { readonly line: string }) => (
  <li className="person">
    <Words name={texts.people.nameless} line={line} />
  </li>
);

function Words({ name, line }: { readonly name: string; readonly line: string }) {
  return (
    <span className="person-words">
      <span className="person-name">{name}</span>
      <span className="card-line">{line}</span>
    </span>
  );
}
