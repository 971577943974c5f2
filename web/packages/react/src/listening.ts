/** Which property of the wrapper hears which event of the element. */
import type { FacevowCheckElement, FacevowEventName, FacevowHandlers } from './types';

type Passing = {
  readonly [Name in FacevowEventName]: (handlers: FacevowHandlers, event: HTMLElementEventMap[Name]) => void;
};

const PASS: Passing = {
  'facevow-phase': ({ onPhase }, event) => onPhase?.(event.detail, event),
  'facevow-started': ({ onStarted }, event) => onStarted?.(event.detail, event),
  'facevow-prompt': ({ onPrompt }, event) => onPrompt?.(event.detail, event),
  'facevow-guidance': ({ onGuidance }, event) => onGuidance?.(event.detail, event),
  'facevow-ended': ({ onEnded }, event) => onEnded?.(event.detail, event),
  'facevow-problem': ({ onProblem }, event) => onProblem?.(event.detail, event),
  'facevow-cancelled': ({ onCancelled }, event) => onCancelled?.(event.detail, event),
  'facevow-session-needed': ({ onSessionNeeded }, event) => onSessionNeeded?.(event.detail, event),
};

const isName = (name: string): name is FacevowEventName => name in PASS;

/** The names of the element's events. */
export const EVENT_NAMES: readonly FacevowEventName[] = Object.keys(PASS).filter(isName);

/**
 * Hears every event of the element, and asks for the handlers only when one comes: they may be others with every
 * drawing. Returns what ends it.
 */
export function listen(element: FacevowCheckElement, current: () => FacevowHandlers): () => void {
  const ended = new AbortController();
  const hear = <Name extends FacevowEventName>(name: Name, pass: Passing[Name]) =>
    element.addEventListener(name, (event) => pass(current(), event), { signal: ended.signal });
  for (const name of EVENT_NAMES) hear(name, PASS[name]);
  return () => ended.abort();
}
