/** Whether the server may have all that it needs: it answers the frame that decides only once the verdict is stored. */
import type { ProgressMessage, WelcomeMessage } from '../api/stream';

/** So long without an answer means that it is being decided, where it can be. */
export const QUIET_MS = 2000;
/** The server tries for 30 seconds to store a verdict, and says nothing meanwhile. */
export const STORING_MS = 45_000;
/** Without an answer for so long, the connection is a dead one. */
export const SILENCE_MS = 12_000;

/** How far the last act has to be: the frame after it may be the one that ends it. */
const NEARLY = 0.9;

export function mayBeDecided({ active }: WelcomeMessage, { active_check: check }: ProgressMessage): boolean {
  if (!active) return true;
  const { prompt } = check;
  if (check.done.length >= check.of) return true;
  // A last act that is only asked for is no end: who is not heard then has lost the connection.
  return prompt !== null && prompt.number >= prompt.of && prompt.progress >= NEARLY;
}

/** Whether anything was asked for yet: what a person cannot do has to be said before. */
export const wasAsked = ({ active_check: check }: ProgressMessage): boolean =>
  check.prompt !== null || check.done.length > 0;
