/** Sessions, as the server's own document has them. */
import type { Schemas } from '../../src/console/client';

export const HASH = '3b1c'.repeat(16);

export const summary: Schemas['SessionSummary'] = {
  id: 'fvs_8fJ2kQ0vX5mN1bR7tY3wZA',
  state: 'COMPLETED',
  created: '2026-05-17T12:30:00Z',
  expires: '2026-05-17T12:35:00Z',
  started: '2026-05-17T12:30:12Z',
  ended: '2026-05-17T12:30:28Z',
  ended_by: null,
  policy: 'strict',
  policy_title: 'strict 3',
  exclude: ['brows'],
  excluded: ['raise_eyebrows', 'smile'],
  person_may_exclude: true,
  reveal: 'verdict',
  keep_images: 'reference',
  compare: null,
  subject_given: true,
  metadata: { order: 42 },
  callback: null,
  verdict: 'BONA_FIDE',
  confidence: 0.93,
  reasons: ['passive_high', 'active_passed'],
  model: { name: 'passive 2', sha256: HASH },
  transcript_sha256: HASH,
  frames_sha256: HASH,
  token: null,
};

export const session: Schemas['Session'] = {
  ...summary,
  evidence: { passive: { score: 0.93, threshold: 0.7, frames: 30 }, challenge: { state: 'passed', done: 2 } },
  transcript: [
    { at: 0.4, event: 'face_found' },
    { at: 1, event: 'settled' },
    { at: 2, event: 'prompted', step: 'turn_left' },
    { at: 2.5, event: 'wrong_act', act: 'look_up' },
    { at: 3, event: 'act_done', step: 'turn_left', act: 'turn_left', began: 2.6 },
    { at: 3.5, event: 'returned' },
    { at: 5, event: 'prompted', step: 'open_mouth' },
    { at: 6, event: 'last_act_done', step: 'open_mouth', act: 'open_mouth', began: 5.6 },
  ],
  match: null,
  timings: {
    waited: 12.206,
    first_frame: 0.331,
    seconds: 8,
    frames: { received: 280, analysed: 268, dropped: 12, refused: 0 },
    milliseconds: { p50: 41.3, p95: 68.9 },
  },
  images: [],
};

export const frame = (seconds: number, more: Partial<Schemas['FrameSeen']> = {}): Schemas['FrameSeen'] => ({
  number: Math.round(seconds * 100) + 1,
  at: '2026-05-17T12:30:12Z',
  seconds,
  score: 0.9,
  face_detected: true,
  box: [212, 140, 180, 180],
  quality: [],
  milliseconds: 41.3,
  ...more,
});
