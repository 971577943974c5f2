/** What an application gets from `@facevow/react`. */
export { FacevowCheck } from './FacevowCheck';
export { useFacevowCheck } from './use-check';
export type { CheckInHand, CheckState } from './use-check';
export { usePreflight } from './use-preflight';
export type { PreflightInHand } from './use-preflight';
export type {
  FacevowCheckElement,
  FacevowCheckProps,
  FacevowDetail,
  FacevowEventName,
  FacevowHandler,
  FacevowHandlers,
  FacevowOptions,
} from './types';
