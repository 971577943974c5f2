import { Badge } from '../../ui/Badge';
import type { AuditLine } from './chain';

interface Props {
  readonly lines: readonly AuditLine[];
  /** Numbers of lines that do not follow from the one before. */
  readonly faults: readonly number[];
}

/** Whether the lines that are shown follow from each other. */
export function ChainNote({ lines, faults }: Props) {
  if (lines.length < 2) return null;
  return (
    <p className="f-chain" data-testid="chain">
      {faults.length === 0 ? (
        <>
          <Badge tone="good">Chained</Badge> Each of these {lines.length} lines holds the hash of the one
          before it.
        </>
      ) : (
        <>
          <Badge tone="bad">Broken</Badge> {faults.length === 1 ? 'Line' : 'Lines'} {faults.join(', ')} do not
          follow from the line before: something was changed or taken out.
        </>
      )}{' '}
      <span className="f-soft">
        <code>facevow audit verify</code> checks the whole of it.
      </span>
    </p>
  );
}
