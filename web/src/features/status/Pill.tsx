import type { ReactNode } from 'react';
import type { Tone } from '../shared/tone';

interface Props {
  readonly tone: Tone;
  readonly state: string;
  readonly testId: string;
  readonly children: ReactNode;
}

/** A small state in a word; its dot is ornament. */
export function Pill({ tone, state, testId, children }: Props) {
  return (
    <span className={`pill tone-${tone}`} data-testid={testId} data-state={state}>
      <span className={`dot ${state}`} aria-hidden="true" />
      {children}
    </span>
  );
}
