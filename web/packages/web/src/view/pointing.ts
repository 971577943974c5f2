/** Where on the screen an act goes. */
import type { Act } from '../api/stream';

/** A side of the picture as the person sees it on the screen. */
export type Side = 'left' | 'right' | 'up' | 'down';

/** Each act's direction as the person themselves would say it. */
const OWN_SIDE: Partial<Record<Act, Side>> = {
  turn_left: 'left',
  turn_right: 'right',
  tilt_left: 'left',
  tilt_right: 'right',
  look_up: 'up',
  look_down: 'down',
};

const OTHER: Record<Side, Side> = { left: 'right', right: 'left', up: 'up', down: 'down' };

/**
 * Null for an act without a direction.
 *
 * A mirrored picture moves with the person, so that their left is its left; in one that is not mirrored, as of a camera
 * that looks away from the screen, they stand face to face with it: their left is its right. A language that runs from
 * the right changes nothing in that.
 */
export function pointing(act: Act, mirrored: boolean): Side | null {
  const own = OWN_SIDE[act] ?? null;
  return own === null || mirrored ? own : OTHER[own];
}
