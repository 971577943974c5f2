import { useEffect } from 'react';
import type { ReactNode } from 'react';
import { Icon } from './Icon';

interface Props {
  /** The heading, and the title of the window. */
  readonly title: string;
  /** What the page is for, in a sentence. */
  readonly line?: ReactNode;
  /** Buttons beside the heading. */
  readonly actions?: ReactNode;
  /** The way to the page above. */
  readonly back?: { readonly href: string; readonly name: string };
  readonly children: ReactNode;
}

/** A page of the console: its heading, and what stands below it. */
export function Page({ title, line, actions, back, children }: Props) {
  useEffect(() => {
    document.title = `${title} · Facevow console`;
  }, [title]);
  return (
    <>
      <header className="c-page-head">
        <div className="c-page-words">
          {back && (
            <a className="c-back" href={back.href}>
              <Icon name="back" size={16} />
              {back.name}
            </a>
          )}
          <h1>{title}</h1>
          {line && <p className="c-page-line">{line}</p>}
        </div>
        {actions && <div className="c-actions">{actions}</div>}
      </header>
      <div className="c-page-body">{children}</div>
    </>
  );
}
