import type { Phase, ProblemCode } from '@facevow/web';
import { useCallback, useMemo, useRef, useState } from 'react';
import type { RefCallback } from 'react';
import { listen } from './listening';
import type { FacevowCheckElement, FacevowDetail } from './types';

/** What a check shows of itself to the page around it. */
export interface CheckState {
  readonly phase: Phase;
  /** What keeps it from its end; null while nothing does. */
  readonly problem: ProblemCode | null;
  readonly prompt: FacevowDetail<'facevow-prompt'> | null;
  /** What the person could do better, the most important first. */
  readonly guidance: FacevowDetail<'facevow-guidance'>['codes'];
  /** How the session ended; whether it was passed your own server learns, not the browser. */
  readonly ended: FacevowDetail<'facevow-ended'> | null;
}

export interface CheckInHand extends CheckState {
  /** To be given to `<FacevowCheck ref={check.ref}>`. */
  readonly ref: RefCallback<FacevowCheckElement>;
  readonly start: () => void;
  readonly cancel: () => void;
  readonly retry: () => void;
}

const AT_REST: CheckState = { phase: 'idle', problem: null, prompt: null, guidance: [], ended: null };

/** Follows a `<FacevowCheck>` and steers it: a button of your own, a line of text beside it, a page that goes on. */
export function useFacevowCheck(): CheckInHand {
  const [state, setState] = useState(AT_REST);
  const element = useRef<FacevowCheckElement | null>(null);
  const leave = useRef<(() => void) | null>(null);

  // Not in an effect: the element is to be heard before it is told to begin.
  const ref = useCallback((found: FacevowCheckElement | null) => {
    leave.current?.();
    element.current = found;
    leave.current = found && follow(found, setState);
    // It may be further than at rest: in development React takes it away and gives it back.
    setState(found ? { ...AT_REST, phase: found.phase, problem: found.problem } : AT_REST);
  }, []);

  const start = useCallback(() => void element.current?.start(), []);
  const cancel = useCallback(() => element.current?.cancel(), []);
  const retry = useCallback(() => element.current?.retry(), []);
  return useMemo(() => ({ ...state, ref, start, cancel, retry }), [state, ref, start, cancel, retry]);
}

type Change = (change: (before: CheckState) => CheckState) => void;

/** In these there are prompts; once they are left, whatever comes next, the last one stands no more. */
const ASKING: ReadonlySet<Phase> = new Set(['running', 'concluding']);

/** Notes what the element tells. What belongs to a phase is gone with it. */
function follow(element: FacevowCheckElement, change: Change): () => void {
  const note = (told: Partial<CheckState>) => change((before) => ({ ...before, ...told }));
  return listen(element, () => ({
    onPhase: ({ phase, problem }) => {
      const unasked = ASKING.has(phase) ? {} : { prompt: null, guidance: [] };
      const anew = phase === 'done' ? {} : { ended: null };
      note({ ...unasked, ...anew, phase, problem });
    },
    onPrompt: (prompt) => note({ prompt }),
    onGuidance: ({ codes }) => note({ guidance: codes }),
    onEnded: (ended) => note({ ended }),
  }));
}
