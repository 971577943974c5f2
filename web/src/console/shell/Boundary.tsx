import { Component } from 'react';
import type { ReactNode } from 'react';
import { ErrorState } from '../ui/ErrorState';

interface State {
  readonly broken: boolean;
  readonly error: unknown;
}

/** A page that breaks takes nothing else with it. */
export class Boundary extends Component<{ readonly children: ReactNode }, State> {
  override readonly state: State = { broken: false, error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { broken: true, error };
  }

  override render(): ReactNode {
    const { broken, error } = this.state;
    if (!broken) return this.props.children;
    return <ErrorState error={error} onRetry={() => location.reload()} />;
  }
}
