import type { Verdict } from '../../socket/messages';

/** The colour of a state; it never stands without its icon and its word. */
export type Tone = 'good' | 'bad' | 'unsure' | 'quiet';

const TONES: Record<Verdict, Tone> = { BONA_FIDE: 'good', ATTACK: 'bad', NO_RESPONSE: 'unsure' };

export const toneOf = (verdict: Verdict | null): Tone => (verdict === null ? 'quiet' : TONES[verdict]);
