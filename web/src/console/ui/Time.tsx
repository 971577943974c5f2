import { moment, NONE, relative } from './format';

interface Props {
  /** As the server says it (RFC 3339); null for never. */
  readonly at: string | null | undefined;
  /** Milliseconds since 1970: shows how long ago it was; the moment itself is in the tooltip. */
  readonly from?: number;
}

/** A moment, in the time of whoever reads it. */
export function Time({ at, from }: Props) {
  if (!at) return <span className="c-none">{NONE}</span>;
  return (
    <time className="number" dateTime={at} title={from === undefined ? at : moment(at)}>
      {from === undefined ? moment(at) : relative(at, from)}
    </time>
  );
}
