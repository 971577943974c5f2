import { Icon } from '../../ui/Icon';

interface Props {
  readonly has: boolean;
  readonly busy: boolean;
  /** What there is more of: "callbacks". */
  readonly what: string;
  readonly onMore: () => void;
}

/** The button below a list that goes on; nothing where it does not. */
export function More({ has, busy, what, onMore }: Props) {
  if (!has) return null;
  return (
    <p className="f-more">
      <button type="button" className="button small" data-testid="more" disabled={busy} onClick={onMore}>
        <Icon name="chevron" size={18} />
        {busy ? 'Reading…' : `More ${what}`}
      </button>
    </p>
  );
}
