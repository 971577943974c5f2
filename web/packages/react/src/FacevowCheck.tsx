import '@facevow/web';
import type { NewSession } from '@facevow/web';
import { createElement, forwardRef, useEffect, useImperativeHandle, useLayoutEffect, useRef } from 'react';
import { writeAttributes } from './attributes';
import { listen } from './listening';
import type { FacevowCheckElement, FacevowCheckProps, FacevowHandlers, FacevowOptions } from './types';

/** Taken away between being asked for and being called. */
const NONE = new Error('there is no newSession any more');

/** Before the browser paints; on a server, where nothing is painted, React 18 warns of the early one. */
const useEarly = typeof window === 'undefined' ? useEffect : useLayoutEffect;

/**
 * `<facevow-check>` as a component of React 18 and later; `ref` is the element, with `start()`, `cancel()`, `retry()`.
 *
 * What the element needs it gets in this order: who listens, how to make another session, what its attributes say. So
 * nothing of a check that starts by itself is missed.
 */
export const FacevowCheck = forwardRef<FacevowCheckElement | null, FacevowCheckProps>(
  function FacevowCheck(props, ref) {
    const { options, handlers, newSession, className, children, rest } = sorted(props);
    const own = useRef<FacevowCheckElement>(null);
    /** Those of the newest drawing. */
    const latest = useRef<Pick<Sorted, 'handlers' | 'newSession'>>({ handlers, newSession });
    const resumes = newSession !== undefined && newSession !== null;
    useImperativeHandle<FacevowCheckElement | null, FacevowCheckElement | null>(ref, () => own.current, []);

    useEarly(() => {
      latest.current = { handlers, newSession };
    });
    useEarly(() => (own.current ? listen(own.current, () => latest.current.handlers) : undefined), []);
    useEarly(() => {
      // One function for good: applications draw with a new one each time, and to the element that is a new wish.
      const make: NewSession = (wish) => latest.current.newSession?.(wish) ?? Promise.reject(NONE);
      if (own.current) own.current.newSession = resumes ? make : null;
    }, [resumes]);
    useEarly(() => {
      if (own.current) writeAttributes(own.current, options);
    });

    // React 18 writes className of such an element as it stands; `class` is right with both.
    const given = className === undefined ? rest : { ...rest, class: className };
    return createElement('facevow-check', { ...given, ref: own }, children);
  },
);

interface Sorted {
  readonly options: FacevowOptions;
  readonly handlers: FacevowHandlers;
  readonly newSession: FacevowCheckProps['newSession'];
  readonly className: string | undefined;
  readonly children: FacevowCheckProps['children'];
  /** What any element may have. */
  readonly rest: object;
}

function sorted(props: FacevowCheckProps): Sorted {
  const { sessionToken, server, lang, theme, spoken, facing, autoStart, abilities, camera, ...others } =
    props;
  const { onPhase, onStarted, onPrompt, onGuidance, ...more } = others;
  const { onEnded, onProblem, onCancelled, onSessionNeeded, newSession, className, children, ...rest } = more;
  return {
    options: { sessionToken, server, lang, theme, spoken, facing, autoStart, abilities, camera },
    handlers: {
      ...{ onPhase, onStarted, onPrompt, onGuidance },
      ...{ onEnded, onProblem, onCancelled, onSessionNeeded },
    },
    newSession,
    className,
    children,
    rest,
  };
}
