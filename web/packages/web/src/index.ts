/** What an application gets from `@facevow/web`. */
export type { Phase } from './flow/phases';
export type { ProblemCode } from './flow/problems';
