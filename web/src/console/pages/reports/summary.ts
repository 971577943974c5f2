/** What `facevow evaluate` writes, as far as it is shown here: docs/evaluation.md has the whole of it. */
import { listOf, mapOf, number, object, orNull, read, text } from '../shared/reading';
import type { Read } from '../shared/reading';

const figure = object({ value: number, low: orNull(number), high: orNull(number) });
const rate = object({ value: number, low: number, high: number, errors: number, of: number });
const speciesRate = object({
  species: text,
  value: number,
  low: number,
  high: number,
  errors: number,
  of: number,
});

const group = object({
  name: text,
  images: number,
  sources: number,
  bona_fide: number,
  attacks: number,
  auc: orNull(figure),
  eer: orNull(figure),
  eer_threshold: orNull(number),
  bpcer_at: orNull(mapOf(object({ worst: figure, all: figure }))),
  apcer: object({ worst: orNull(speciesRate), all: orNull(rate), by_species: listOf(speciesRate) }),
  bpcer: orNull(rate),
  acer: orNull(number),
  hter: orNull(number),
  non_response: object({ apnrr: orNull(rate), bpnrr: orNull(rate) }),
});

const points = listOf(object({ apcer: number, bpcer: number }));
const error = object({
  path: text,
  source: text,
  species: orNull(text),
  score: number,
  face_width: orNull(number),
});
const spread = object({ images: number, mean: number, median: number, lower: number, upper: number });

const model = object({
  name: text,
  development_threshold: orNull(number),
  pooled: group,
  by_source: listOf(group),
  by_framing: listOf(group),
  by_species: listOf(group),
  histogram: object({ edges: listOf(number), bona_fide: listOf(number), attack: listOf(number) }),
  det: object({ all: points, worst: points, thresholds: mapOf(orNull(number)) }),
  reliability: object({
    ece: number,
    bins: listOf(
      object({ from: number, to: number, images: number, score: orNull(number), bona_fide: orNull(number) }),
    ),
  }),
  face_width: listOf(
    object({ from: number, to: orNull(number), bona_fide: orNull(spread), attack: orNull(spread) }),
  ),
  worst_errors: object({ attacks_passed: listOf(error), bona_fide_refused: listOf(error) }),
});

const comparison = object({
  model: text,
  peers: listOf(text),
  lines: listOf(
    object({
      kind: text,
      name: text,
      images: number,
      eer: mapOf(orNull(number)),
      best_peer: orNull(text),
      difference: orNull(number),
    }),
  ),
  pooled_difference: figure,
  pooled_ratio: orNull(number),
});

const summary = object({
  format: number,
  rule: object({ threshold: number, confidence: number, repeats: number }),
  models: listOf(model),
  comparison: orNull(comparison),
});

export type Figure = Read<typeof figure>;
export type Rate = Read<typeof rate>;
export type Group = Read<typeof group>;
export type Model = Read<typeof model>;
export type Point = Read<typeof points>[number];
export type Comparison = Read<typeof comparison>;
export type WrongOne = Read<typeof error>;
export type Summary = Read<typeof summary>;

/** The form of summary that is read here. */
const FORMAT = 1;

/** Null for what is no summary of this form, or has no model in it. */
export function readSummary(value: unknown): Summary | null {
  const found = read(summary, value);
  return found?.format === FORMAT && found.models.length > 0 ? found : null;
}
