import { useId } from 'react';
import type { ReactNode } from 'react';

interface Props {
  readonly title?: string;
  readonly line?: ReactNode;
  /** Beside the title. */
  readonly actions?: ReactNode;
  /** Without a margin around what is in it: for tables. */
  readonly flush?: boolean;
  readonly testid?: string;
  readonly children: ReactNode;
}

/** A sheet with a heading; a landmark of its own for readers where it has one. */
export function Card({ title, line, actions, flush = false, testid, children }: Props) {
  const heading = useId();
  return (
    <section
      className={flush ? 'c-card flush' : 'c-card'}
      aria-labelledby={title === undefined ? undefined : heading}
      data-testid={testid}
    >
      {(title !== undefined || actions) && (
        <div className="c-card-head">
          <div>
            {title !== undefined && <h2 id={heading}>{title}</h2>}
            {line && <p className="c-card-line">{line}</p>}
          </div>
          {actions && <div className="c-actions">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}
