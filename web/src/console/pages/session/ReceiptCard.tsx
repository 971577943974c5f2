import { useEffect, useRef } from 'react';
import type { Schemas } from '../../client';
import { hrefOf } from '../../route';
import { Facts } from '../../ui/Facts';
import { count } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { Time } from '../../ui/Time';

/** What was erased, as the server signed it. It takes the keyboard's place: the button that was pressed is gone. */
export function ReceiptCard({ receipt }: { readonly receipt: Schemas['Receipt'] }) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => element.current?.focus(), []);
  const { counts, audit } = receipt;
  return (
    <section
      ref={element}
      className="c-card session-receipt"
      role="status"
      tabIndex={-1}
      data-testid="receipt"
    >
      <h2>
        <Icon name="good" /> The session is erased
      </h2>
      <Facts
        facts={[
          ['Erased', <Time at={receipt.erased_at} />],
          ['Images', count(counts.images)],
          ['Callbacks', count(counts.callbacks)],
          ['Lines of the frames’ log', count(counts.log_rows)],
          ['Line of the audit log', audit.number],
          ['Its hash', <code className="session-value">{audit.hash}</code>],
        ]}
      />
      <div className="c-actions">
        <button type="button" className="button small" onClick={() => save(receipt)}>
          <Icon name="save" size={18} />
          Save the receipt
        </button>
        <a className="button small" href={hrefOf(['sessions'])}>
          To the sessions
        </a>
      </div>
    </section>
  );
}

function save(receipt: Schemas['Receipt']): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(receipt, null, 2)], { type: 'application/json' }));
  link.download = `receipt-${receipt.audit.number}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href)); // after the browser has taken it
}
