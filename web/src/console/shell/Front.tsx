import type { ReactNode } from 'react';
import { Mark } from '../../app/Mark';

/** A page with one card, before one is let in. */
export const Front = ({ children }: { readonly children: ReactNode }) => (
  <main className="c-front">
    <h1 className="c-brand">
      <Mark />
      Facevow console
    </h1>
    <div className="c-card">{children}</div>
  </main>
);
