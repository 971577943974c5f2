/** Which act asks for which ability: the server's groups of acts. */
import type { Act } from '../api/stream';
import type { Ability } from './snapshot';

const ABILITY: Readonly<Record<Act, Ability>> = {
  blink: 'eyes',
  turn_left: 'head',
  turn_right: 'head',
  look_up: 'head',
  look_down: 'head',
  tilt_left: 'head',
  tilt_right: 'head',
  open_mouth: 'mouth',
  smile: 'mouth',
  raise_eyebrows: 'brows',
  come_closer: 'distance',
  go_back: 'distance',
};

export const abilityFor = (act: Act): Ability => ABILITY[act];

/** Codes by which the server answers a wish to leave acts out that it does not grant. */
export const EXCLUDE_REFUSALS: ReadonlySet<string> = new Set([
  'exclude_refused',
  'challenge_impossible',
  'no_challenge',
  'too_late',
  'unknown_act',
]);
