/** What an application gets from `@facevow/web`; to import it makes `<facevow-check>` known. */
import { define } from './define';
import { FacevowCheckElement } from './element';
import type { PreflightOptions, PreflightReport } from './preflight';

define();

/** Looks whether a check can be done here, before one is begun. Never rejects; the camera is off afterwards. */
export const preflight = (options?: Partial<PreflightOptions>): Promise<PreflightReport> =>
  FacevowCheckElement.preflight(options);

export { FacevowCheckElement };
export { PHASES } from './flow/phases';
export { PROBLEMS } from './flow/problems';
export { LANGUAGES } from './texts/languages';
export type {
  CancelledDetail,
  CheckEvents,
  EndedDetail,
  GuidanceDetail,
  PhaseDetail,
  ProblemDetail,
  PromptDetail,
  SessionNeededDetail,
  StartedDetail,
} from './events';
export type { Act, QualityCode, SessionState, State } from './api/stream';
export type { NewSession, SessionWish } from './flow/options';
export type { Phase, PhaseFacts } from './flow/phases';
export type { ProblemCode, ProblemFacts, Remedy } from './flow/problems';
export type { Ability, Snapshot } from './flow/snapshot';
export type { PreflightCheck, PreflightName, PreflightOptions, PreflightReport } from './preflight';
export type { Language } from './texts/languages';
