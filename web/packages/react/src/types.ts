/** What the wrapper takes and hands on, drawn from the element's own types so that nothing is said twice. */
import type {} from '@facevow/web';
import type { HTMLAttributes, ReactNode } from 'react';

export type FacevowCheckElement = HTMLElementTagNameMap['facevow-check'];

type Events = HTMLElementEventMap;
/** The names of the element's events. */
export type FacevowEventName = Extract<keyof Events, `facevow-${string}`>;
/** What an event of the element tells. */
export type FacevowDetail<Name extends FacevowEventName> =
  Events[Name] extends CustomEvent<infer Detail> ? Detail : never;

/** Called with what the event tells, and with the event itself for those who want it. */
export type FacevowHandler<Name extends FacevowEventName> = (
  detail: FacevowDetail<Name>,
  event: Events[Name],
) => void;

/** Every event of the element, and the property of the wrapper that hears it. */
export interface FacevowHandlers {
  readonly onPhase?: FacevowHandler<'facevow-phase'> | undefined;
  readonly onStarted?: FacevowHandler<'facevow-started'> | undefined;
  readonly onPrompt?: FacevowHandler<'facevow-prompt'> | undefined;
  readonly onGuidance?: FacevowHandler<'facevow-guidance'> | undefined;
  readonly onEnded?: FacevowHandler<'facevow-ended'> | undefined;
  readonly onProblem?: FacevowHandler<'facevow-problem'> | undefined;
  readonly onCancelled?: FacevowHandler<'facevow-cancelled'> | undefined;
  readonly onSessionNeeded?: FacevowHandler<'facevow-session-needed'> | undefined;
}

/** The element's attributes; what is left out is as the element has it by itself. */
export interface FacevowOptions {
  /** `session_token` of the answer to POST /v1/sessions, which your own server asks for. */
  readonly sessionToken?: string | undefined;
  /** Base address of the Facevow server; where the script came from if left out. */
  readonly server?: string | undefined;
  /** BCP 47; the page's or the browser's language if left out. */
  readonly lang?: string | undefined;
  readonly theme?: 'auto' | 'light' | 'dark' | undefined;
  /** Whether prompts are read aloud from the start; the person can switch that. */
  readonly spoken?: boolean | undefined;
  readonly facing?: 'user' | 'environment' | undefined;
  /** Begins as soon as there is a session token, without the person pressing a button. */
  readonly autoStart?: boolean | undefined;
  readonly abilities?: 'offered' | 'hidden' | undefined;
  readonly camera?: 'chooser' | 'fixed' | undefined;
}

/** `slot="start"` and the like on children fill the element's slots. */
export interface FacevowCheckProps
  extends
    FacevowOptions,
    FacevowHandlers,
    Omit<HTMLAttributes<HTMLElement>, 'lang' | 'children' | keyof FacevowHandlers> {
  /** Makes another session and gives its token: with it a check that was cut off goes on by itself. */
  readonly newSession?: FacevowCheckElement['newSession'] | undefined;
  readonly children?: ReactNode;
}
