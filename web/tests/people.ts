/** Answers about enrolled people, as the server's own document has them. */
import type { components } from '../src/api/openapi';

type Schemas = components['schemas'];

export const MATCHER = 'mobilefacenet 1';
export const MOMENT = '2026-05-17T12:30:31Z';

const seen: Omit<Schemas['Verification'], 'match' | 'score' | 'templates'> = {
  threshold: 0.45,
  matcher: MATCHER,
  verdict: 'BONA_FIDE',
  live_score: 0.91,
  face_detected: true,
  bbox: [212, 140, 180, 180],
  reasons: [],
};

export const verified: Schemas['Verification'] = { ...seen, match: true, score: 0.79, templates: 1 };

export const identified: Schemas['Identification'] = {
  ...seen,
  matches: [{ subject: 'anna', score: 0.79 }],
  searched: 4,
};

export const template: Schemas['EnrolledTemplate'] = {
  id: 'tpl_8fJ2kQ0vX5mN1bR7tY3wZA',
  created: MOMENT,
  matcher: MATCHER,
  usable: true,
  source: 'image',
  session: null,
  quality: {},
};

export const enrolment: Schemas['Enrolment'] = {
  subject: 'anna',
  templates: [template],
  enrolled: 3,
  duplicates: [{ subject: 'ben', score: 0.71 }],
  matcher: MATCHER,
  threshold: 0.45,
};

export const entry: Schemas['GalleryEntry'] = {
  subject: 'anna',
  templates: 3,
  unreadable: 0,
  matchers: [MATCHER],
  first: MOMENT,
  last: MOMENT,
};

export const gallery: Schemas['GalleryPage'] = { subjects: [entry], next: null, matcher: MATCHER };

export const receipt: Schemas['Receipt'] = {
  erased: 'templates',
  session: null,
  subject_salt: '00',
  subject_sha256: '11',
  erased_at: MOMENT,
  counts: { sessions: 0, images: 0, callbacks: 0, log_rows: 0, templates: 3 },
  audit: { number: 1812, hash: '3b1c' },
  token: 'eyJ.eyJ.sig',
};
