interface Props {
  /** What is being read, for those who hear the page: "the sessions". */
  readonly what: string;
  /** How many lines are kept free for it. */
  readonly lines?: number;
}

/** The place of what is still being read. */
export function Loading({ what, lines = 4 }: Props) {
  return (
    <div className="c-loading" role="status" data-testid="loading">
      <span className="unseen">Reading {what}…</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="c-bone" aria-hidden="true" />
      ))}
    </div>
  );
}
