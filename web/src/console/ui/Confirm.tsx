import { useEffect, useId, useRef } from 'react';
import type { ReactNode } from 'react';

interface Props {
  /** What is going to be done, as a question. */
  readonly question: string;
  /** What follows from it. */
  readonly children?: ReactNode;
  readonly yes: string;
  readonly no?: string;
  readonly busy?: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks once more; the keyboard begins at the way back. */
export function Confirm({ question, children, yes, no = 'Keep it', busy = false, onYes, onNo }: Props) {
  const id = useId();
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <div
      role="group"
      className="c-confirm"
      aria-labelledby={id}
      data-testid="confirm"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !busy) onNo();
      }}
    >
      <p id={id} className="c-blank-title">
        {question}
      </p>
      {children}
      <div className="c-actions">
        <button
          type="button"
          className="button small c-danger"
          disabled={busy}
          data-testid="confirm-yes"
          onClick={onYes}
        >
          {yes}
        </button>
        <button ref={back} type="button" className="button small" disabled={busy} onClick={onNo}>
          {no}
        </button>
      </div>
    </div>
  );
}
