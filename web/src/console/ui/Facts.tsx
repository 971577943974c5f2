import type { ReactNode } from 'react';

export type Fact = readonly [name: string, value: ReactNode];

/** Names and what they are, in a list; what is null or false is left out. */
export function Facts({ facts }: { readonly facts: readonly (Fact | null | false)[] }) {
  return (
    <dl className="c-facts">
      {facts
        .filter((fact) => fact !== null && fact !== false)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: ReactNode;
  readonly line?: ReactNode;
  readonly tone?: 'good' | 'bad' | 'unsure' | 'quiet';
}

/** One large number with its name; several stand in a `Figures`. */
export function Figure({ name, value, line, tone = 'quiet' }: FigureProps) {
  return (
    <div className={`c-figure tone-${tone}`}>
      <dt>{name}</dt>
      <dd className="c-figure-value number">{value}</dd>
      {line && <dd className="c-figure-line">{line}</dd>}
    </div>
  );
}

export const Figures = ({ children }: { readonly children: ReactNode }) => (
  <dl className="c-figures">{children}</dl>
);
