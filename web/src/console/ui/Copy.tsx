import { useEffect, useState } from 'react';
import { Icon } from './Icon';

interface Props {
  readonly text: string;
  /** What it is, for those who do not see what it stands beside: "the session’s id". */
  readonly what: string;
}

/** How long it says that it was done. */
const THANKS_MS = 2000;

/** Puts a text where it can be pasted from. */
export function Copy({ text, what }: Props) {
  const [done, setDone] = useState<'no' | 'yes' | 'failed'>('no');
  useEffect(() => {
    if (done === 'no') return undefined;
    const timer = setTimeout(() => setDone('no'), THANKS_MS);
    return () => clearTimeout(timer);
  }, [done]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setDone('yes');
    } catch {
      setDone('failed'); // not allowed, or the page did not come by https
    }
  };
  return (
    <button
      type="button"
      className="c-copy"
      aria-label={`Copy ${what}`}
      title={`Copy ${what}`}
      onClick={() => void copy()}
    >
      <Icon name={done === 'yes' ? 'good' : done === 'failed' ? 'bad' : 'copy'} size={16} />
      <span className="unseen" role="status">
        {done === 'yes' ? 'Copied' : done === 'failed' ? 'Could not be copied' : ''}
      </span>
    </button>
  );
}

/** A name that machines gave, with a button to copy it. */
export const Id = ({
  id,
  what,
  short = false,
}: {
  readonly id: string;
  readonly what: string;
  readonly short?: boolean;
}) => (
  <span className="c-id">
    <code title={id}>{short && id.length > 14 ? `${id.slice(0, 11)}…` : id}</code>
    <Copy text={id} what={what} />
  </span>
);
