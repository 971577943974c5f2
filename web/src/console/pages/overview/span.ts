/** Which time is looked at, and how finely. */
export const STEPS = { minute: 60, hour: 3600, day: 86_400 } as const;
export type Step = keyof typeof STEPS;

export interface Span {
  readonly id: string;
  readonly name: string;
  readonly seconds: number;
  /** The step that it is shown by unless another one is chosen. */
  readonly step: Step;
}

const HOUR = 3600;
const DAY = 86_400;

export const SPANS = [
  { id: '1h', name: '1 hour', seconds: HOUR, step: 'minute' },
  { id: '6h', name: '6 hours', seconds: 6 * HOUR, step: 'minute' },
  { id: '24h', name: '24 hours', seconds: DAY, step: 'hour' },
  { id: '7d', name: '7 days', seconds: 7 * DAY, step: 'hour' },
  { id: '30d', name: '30 days', seconds: 30 * DAY, step: 'day' },
  { id: '90d', name: '90 days', seconds: 90 * DAY, step: 'day' },
  { id: '1y', name: '1 year', seconds: 365 * DAY, step: 'day' },
] as const satisfies readonly Span[];

export const USUAL: Span = SPANS[2];

/** What the server counts at most, less one: a span seldom begins where a step does. */
const MOST_BUCKETS = 399;

export const spanOf = (id: string | null): Span => SPANS.find((span) => span.id === id) ?? USUAL;

/** The steps that a span can be shown by: more than one, no more than the server counts. */
export const stepsFor = ({ seconds }: Span): readonly Step[] =>
  (['minute', 'hour', 'day'] as const).filter((step) => {
    const buckets = seconds / STEPS[step];
    return buckets >= 2 && buckets <= MOST_BUCKETS;
  });

/** The step that was asked for where the span can be shown by it, else its own. */
export function stepOf(span: Span, asked: string | null): Step {
  return stepsFor(span).find((step) => step === asked) ?? span.step;
}
