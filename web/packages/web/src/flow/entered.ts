/** What is to be shown on the way from one phase to another: nothing of what the new one does not allow. */
import { PHASES } from './phases';
import type { Phase } from './phases';
import { PROBLEMS } from './problems';
import type { Snapshot } from './snapshot';

const NO_CAMERA: Partial<Snapshot> = { stream: null, light: null };
const NO_SOCKET: Partial<Snapshot> = { progress: null };

/** `canBegin`: there is a token that is not used, or there can be another one. */
export function entered(now: Snapshot, phase: Phase, change: Partial<Snapshot>, canBegin: boolean): Snapshot {
  const { camera, socket } = PHASES[phase];
  const next: Snapshot = {
    ...now,
    problem: null,
    retryAt: null,
    ...change,
    phase,
    ...(camera ? {} : NO_CAMERA),
    ...(socket ? {} : NO_SOCKET),
  };
  return { ...next, canRetry: canRetry(next, canBegin) };
}

export function canRetry({ phase, problem, ended }: Snapshot, canBegin: boolean): boolean {
  if (phase === 'waiting') return true;
  if (!PHASES[phase].final || !canBegin) return false;
  // Where the person may know that nothing was decided.
  if (phase === 'done') return ended?.verdict === 'NO_RESPONSE';
  return problem === null || PROBLEMS[problem].remedy !== 'none';
}
