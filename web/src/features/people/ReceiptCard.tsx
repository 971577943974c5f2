import { useEffect, useRef } from 'react';
import type { Receipt } from '../../socket/people';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';

interface Props {
  readonly subject: string;
  readonly receipt: Receipt;
  readonly onDismiss: () => void;
}

/** What was erased, as the server signed it. Takes the keyboard's place, since the button that was pressed is gone. */
export function ReceiptCard({ subject, receipt, onDismiss }: Props) {
  const { people } = texts;
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    element.current?.focus();
  }, [receipt]);
  return (
    <section
      ref={element}
      className="card receipt tone-good"
      role="status"
      tabIndex={-1}
      data-testid="receipt"
    >
      <p className="card-title">
        <Icon name="good" size={18} /> {people.receipt}
      </p>
      <p>{people.receiptLine(subject, receipt.templates)}</p>
      <dl>
        <dt>{people.receiptAt}</dt>
        <dd>{people.moment(receipt.erasedAt)}</dd>
        <dt>{people.receiptAudit}</dt>
        <dd className="number">{receipt.auditNumber}</dd>
        <dt>{people.receiptHash}</dt>
        <dd className="hash">{receipt.auditHash}</dd>
      </dl>
      <div className="confirm-buttons">
        <button
          type="button"
          className="button small"
          data-testid="save-receipt"
          onClick={() => save(receipt)}
        >
          <Icon name="save" size={18} />
          {people.saveReceipt}
        </button>
        <button type="button" className="button quiet small" onClick={onDismiss}>
          {people.dismiss}
        </button>
      </div>
    </section>
  );
}

function save({ document: text, auditNumber }: Receipt): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = texts.people.receiptFile(auditNumber);
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href)); // after the browser has taken it
}
