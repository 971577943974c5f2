import { useState } from 'react';
import { Mark } from '../../app/Mark';
import { useConsole } from '../context';
import { PAGES } from '../pages';
import type { PageEntry } from '../pages';
import { hrefOf } from '../route';
import { Icon } from '../ui/Icon';

interface Props {
  readonly page: string;
  readonly host: string;
  /** Past all of this, to the page. */
  readonly onSkip: () => void;
  readonly onLeave: (() => void) | null;
}

/** The pages, whose key it is, and the way out; behind a button where there is little room. */
export function Sidebar({ page, host, onSkip, onLeave }: Props) {
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);
  return (
    <header
      className="c-side"
      data-open={open}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <button type="button" className="c-skip" onClick={onSkip}>
        Skip to the page
      </button>
      <div className="c-side-head">
        <a className="c-brand" href={hrefOf([])} onClick={close}>
          <Mark />
          Facevow <span className="c-brand-soft">console</span>
        </a>
        <button
          type="button"
          className="button small c-menu"
          aria-expanded={open}
          aria-controls="c-menu"
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'close' : 'menu'} />
          Menu
        </button>
      </div>
      <div className="c-side-body" id="c-menu">
        <nav aria-label="Pages">
          <ul className="c-nav">
            {PAGES.map((entry) => (
              <Link key={entry.path} entry={entry} current={entry.path === page} onClick={close} />
            ))}
          </ul>
        </nav>
        <Whose host={host} onLeave={onLeave} />
      </div>
    </header>
  );
}

interface LinkProps {
  readonly entry: PageEntry;
  readonly current: boolean;
  readonly onClick: () => void;
}

function Link({ entry: { path, name, icon, needs }, current, onClick }: LinkProps) {
  const { access } = useConsole();
  const barred = needs !== null && access.locked && !access.scopes.includes(needs);
  return (
    <li>
      <a
        className="c-nav-link"
        href={hrefOf(path ? [path] : [])}
        aria-current={current ? 'page' : undefined}
        data-testid={`nav-${path || 'overview'}`}
        onClick={onClick}
      >
        <Icon name={icon} />
        {name}
        {barred && (
          <span className="c-nav-lock">
            <Icon name="lock" size={16} />
            <span className="unseen">, not with this key</span>
          </span>
        )}
      </a>
    </li>
  );
}

function Whose({ host, onLeave }: Pick<Props, 'host' | 'onLeave'>) {
  const { access } = useConsole();
  return (
    <div className="c-whose">
      <p className="c-whose-host">{host}</p>
      <p>{access.locked ? `Key ${access.keyId ?? 'unknown'}` : 'Open: no key is asked for'}</p>
      {access.locked && access.scopes.length > 0 && <p>May: {access.scopes.join(', ')}</p>}
      <p>
        <a href="./">To the check itself</a>
      </p>
      {onLeave && (
        <button type="button" className="button small" data-testid="leave" onClick={onLeave}>
          <Icon name="leave" size={18} />
          Forget the key
        </button>
      )}
    </div>
  );
}
