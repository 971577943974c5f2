import { texts } from '../texts';
import { ADDRESSES, PAGES } from './route';
import type { Page } from './route';

/** The pages, and which of them is shown. */
export function Nav({ page }: { readonly page: Page }) {
  return (
    <nav className="nav" aria-label={texts.nav.label}>
      {PAGES.map((name) => (
        <a
          key={name}
          href={ADDRESSES[name]}
          data-testid={`nav-${name}`}
          aria-current={name === page ? 'page' : undefined}
        >
          {texts.nav[name]}
        </a>
      ))}
    </nav>
  );
}
