import { useId } from 'react';
import { texts } from '../../texts';
import type { Entry } from './journal';

interface Props {
  /** The newest first. */
  readonly entries: readonly Entry[];
  readonly onClear: () => void;
}

/** What the element has told. No live region: the check itself speaks to whoever listens. */
export function JournalCard({ entries, onClear }: Props) {
  const { component } = texts;
  const id = useId();
  return (
    <section className="card embed-journal" aria-labelledby={id}>
      <div className="embed-head">
        <h2 className="card-title" id={id}>
          {component.journal}
        </h2>
        {entries.length > 0 && (
          <button type="button" className="button quiet small" onClick={onClear}>
            {component.journalClear}
          </button>
        )}
      </div>
      {entries.length === 0 ? (
        <p className="card-line">{component.journalEmpty}</p>
      ) : (
        <ol tabIndex={0} aria-labelledby={id} data-testid="embed-journal">
          {entries.map(({ number, seconds, name, detail }) => (
            <li key={number}>
              <span className="number">{component.seconds(seconds)}</span>
              <code className="event">{name}</code>
              {detail && <code className="detail">{detail}</code>}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
