/** Faces that do a movement, with an arrow that shows which way: the component and the page draw the same. */
import type { Act } from '../api/stream';

/** A drawing on a 64 x 64 grid; `arrow` is what moves. Sidewards movements are drawn to the left and flipped. */
export interface Drawing {
  readonly face: string;
  readonly arrow?: string;
  /** Degrees the face leans. */
  readonly lean?: number;
}

const HEAD = 'M32 13c-9.5 0-15.5 7.6-15.5 18S24 52 32 52s15.5-10.6 15.5-21S41.5 13 32 13Z';
const EYES = 'M26 28.5v2.6M38 28.5v2.6';
const MOUTH = 'M27 42c3 2.4 7 2.4 10 0';
const TURN: Drawing = {
  face: 'M38 12c-9.5 0-15.5 7.6-15.5 18.5S30 52 38 52s15.5-10.6 15.5-21.5S47.5 12 38 12ZM28.5 28v2.6M39 28v2.6M32.5 29.5l-3 7h3.6M30 43.5c2.6 1.6 5.6 1.5 8-.3',
  arrow: 'M15 32H3.5M10 24.5 2.5 32l7.5 7.5',
};
const TILT: Drawing = {
  face: HEAD + EYES + MOUTH,
  lean: -20,
  arrow: 'M50 6.5C36 .5 17 3 8.5 19M6.5 9l1.6 11 10.6-3.6',
};
const FAR =
  'M32 21c-6 0-10 5-10 11.5S27 45 32 45s10-6 10-12.5S38 21 32 21ZM28.5 31v1.5M35.5 31v1.5M29 38.5c2 1.4 4 1.4 6 0';

/** Of the act, or of a face at rest. */
export const DRAWINGS: Readonly<Record<Act | 'rest', Drawing>> = {
  rest: { face: HEAD + EYES + MOUTH },
  blink: { face: `${HEAD}M22.5 28.5c1.6 2.6 5.4 2.6 7 0M34.5 28.5c1.6 2.6 5.4 2.6 7 0${MOUTH}` },
  turn_left: TURN,
  turn_right: TURN,
  look_up: {
    face: 'M32 19c-9.5 0-15.5 7.2-15.5 17.5S24 58 32 58s15.5-11.2 15.5-21.5S41.5 19 32 19ZM26 29v2.6M38 29v2.6M32 31l-2 5h4M27.5 43c3 1.6 6 1.6 9 0',
    arrow: 'M32 13V3M25.5 9 32 2.5 38.5 9',
  },
  look_down: {
    face: 'M32 5c-9.5 0-15.5 7.8-15.5 18.5S24 44 32 44s15.5-9.8 15.5-20.5S41.5 5 32 5ZM26 25v2.6M38 25v2.6M32 28l-2 6h4M28 38.5c2.6 1.4 5.4 1.4 8 0',
    arrow: 'M32 50.5V61M25.5 55l6.5 6.5 6.5-6.5',
  },
  tilt_left: TILT,
  tilt_right: TILT,
  open_mouth: {
    face: `${HEAD}${EYES}M32 37.5c-3 0-4.6 1.8-4.6 4.4S29.4 47 32 47s4.6-2.5 4.6-5.1-1.6-4.4-4.6-4.4Z`,
  },
  smile: { face: `${HEAD}${EYES}M23.5 38.5c2 8.6 15 8.6 17 0Z` },
  raise_eyebrows: {
    face: `${HEAD}M26 31.5v2.4M38 31.5v2.4M22 25.5c1.8-3.2 5.6-3.6 7.6-1.4M42 25.5c-1.8-3.2-5.6-3.6-7.6-1.4${MOUTH}`,
    arrow: 'M8 30V18M3.5 22.5 8 18l4.5 4.5M56 30V18M51.5 22.5 56 18l4.5 4.5',
  },
  come_closer: {
    face: FAR,
    arrow: 'M18 18 9 9M9 16V9h7M46 18l9-9M48 9h7v7M18 46l-9 9M9 48v7h7M46 46l9 9M55 48v7h-7',
  },
  go_back: {
    face: FAR,
    arrow: 'M9 9l9 9M18 11v7h-7M55 9l-9 9M53 18h-7v-7M9 55l9-9M11 46h7v7M55 55l-9-9M46 53v-7h7',
  },
};
