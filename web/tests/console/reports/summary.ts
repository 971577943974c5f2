/** A small summary as `facevow evaluate` writes it, of models that were measured on twelve images. */
const rate = (errors: number, of: number) => ({ value: errors / of, errors, of, low: 0, high: 0.6 });
const figure = (value: number) => ({ value, low: value / 2, high: value * 2, unit: 'image' });

export const group = (name: string, change: object = {}) => ({
  name,
  images: 12,
  sources: 2,
  bona_fide: 4,
  attacks: 8,
  auc: figure(0.4),
  eer: figure(0.25),
  eer_threshold: 0.61,
  bpcer_at: {
    bpcer10: { worst: figure(0.5), all: figure(0.25) },
    bpcer20: { worst: figure(0.5), all: figure(0.25) },
    bpcer100: { worst: figure(0.5), all: figure(0.25) },
  },
  apcer: {
    worst: { species: 'screen_phone', ...rate(2, 4) },
    all: rate(3, 8),
    by_species: [
      { species: 'print', ...rate(1, 4) },
      { species: 'screen_phone', ...rate(2, 4) },
    ],
  },
  bpcer: rate(1, 4),
  acer: 0.375,
  hter: null,
  non_response: { apnrr: rate(0, 8), apnrr_worst: null, bpnrr: rate(0, 4) },
  ...change,
});

export const model = (name: string) => ({
  name,
  development_threshold: null,
  pooled: group('all'),
  by_source: [group('lab'), group('street', { eer: null, auc: null, bpcer_at: null, attacks: 0 })],
  by_framing: [group('face_crop')],
  by_species: [group('print')],
  histogram: { edges: [0, 0.5, 1], bona_fide: [1, 3], attack: [5, 3] },
  det: {
    all: [
      { apcer: 1, bpcer: 0 },
      { apcer: 0, bpcer: 1 },
    ],
    worst: [
      { apcer: 1, bpcer: 0 },
      { apcer: 0.25, bpcer: 0.25 },
      { apcer: 0.25, bpcer: 0.25 },
      { apcer: 0, bpcer: 1 },
    ],
    thresholds: { bpcer10: 0.8, bpcer20: 0.9, bpcer100: null },
  },
  reliability: {
    bins: [
      { from: 0, to: 0.5, images: 6, score: 0.2, bona_fide: 0.1 },
      { from: 0.5, to: 1, images: 0, score: null, bona_fide: null },
    ],
    ece: 0.05,
  },
  face_width: [
    {
      from: 40,
      to: null,
      bona_fide: null,
      attack: { images: 2, mean: 0.2, median: 0.2, lower: 0.1, upper: 0.3 },
    },
  ],
  worst_errors: {
    attacks_passed: [{ path: 'a/1.jpg', source: 'lab', species: 'print', score: 0.9, face_width: 120 }],
    bona_fide_refused: [],
  },
  silent: [],
});

export const summary = (...names: readonly string[]) => ({
  format: 1,
  rule: { threshold: 0.5, confidence: 0.95, repeats: 10, seed: 0, accepts: 'score >= threshold' },
  models: names.map(model),
  comparison:
    names.length < 2
      ? null
      : {
          model: names[0],
          peers: names.slice(1),
          lines: [
            {
              kind: 'pooled',
              name: 'all',
              images: 12,
              eer: Object.fromEntries(names.map((name) => [name, 0.25])),
              best_peer: names[1],
              difference: -0.02,
            },
          ],
          pooled_difference: figure(-0.02),
          pooled_ratio: 0.5,
        },
  face_size: [],
});
