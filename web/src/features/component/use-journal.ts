import type { FacevowHandlers } from '@facevow/react';
import { useCallback, useMemo, useRef, useState } from 'react';
import { browserTimers } from '@web/timers';
import { noted } from './journal';
import type { Entry } from './journal';

type Handlers = { readonly [Name in keyof FacevowHandlers]-?: NonNullable<FacevowHandlers[Name]> };

export interface Journal {
  /** The newest first. */
  readonly entries: readonly Entry[];
  /** What the element is given to be heard by. */
  readonly handlers: Handlers;
  readonly clear: () => void;
}

/** Everything the element tells, in order. */
export function useJournal(): Journal {
  const [entries, setEntries] = useState<readonly Entry[]>([]);
  const began = useRef<number | null>(null);
  const clear = useCallback(() => {
    began.current = null;
    setEntries([]);
  }, []);
  const handlers = useMemo(() => {
    const note = (detail: unknown, { type }: Event) => {
      const now = browserTimers.now();
      began.current ??= now;
      const seconds = (now - began.current) / 1000;
      setEntries((before) => noted(before, type, detail, seconds));
    };
    return {
      onPhase: note,
      onStarted: note,
      onPrompt: note,
      onGuidance: note,
      onEnded: note,
      onProblem: note,
      onCancelled: note,
      onSessionNeeded: note,
    };
  }, []);
  return { entries, handlers, clear };
}
