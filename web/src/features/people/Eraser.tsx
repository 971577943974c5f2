import { useEffect, useRef, useState } from 'react';
import type { Answer } from '../../socket/api';
import type { Receipt } from '../../socket/people';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import { Trouble } from './Trouble';
import { useAsking } from './use-asking';

interface Props {
  /** What the button is called for those who do not see what it stands beside. */
  readonly label: string;
  readonly question: string;
  readonly erase: (signal: AbortSignal) => Promise<Answer<Receipt>>;
  readonly onErased: (receipt: Receipt) => void;
}

/** A button that asks once more before it erases. */
export function Eraser({ label, question, erase, onErased }: Props) {
  const { people } = texts;
  const { busy, answer, ask, forget } = useAsking<Receipt>();
  const [sure, setSure] = useState(false);
  const keep = useRef<HTMLButtonElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasSure = useRef(false);

  useEffect(() => {
    if (sure) keep.current?.focus();
    else if (wasSure.current) button.current?.focus();
    wasSure.current = sure;
  }, [sure]);

  const leave = () => {
    forget();
    setSure(false);
  };
  const go = async () => {
    const got = await ask(erase);
    if (got?.ok) onErased(got.value);
  };

  if (!sure) {
    return (
      <button
        ref={button}
        type="button"
        className="button quiet small eraser"
        aria-label={label}
        data-testid="erase"
        onClick={() => setSure(true)}
      >
        <Icon name="trash" size={18} />
        {people.erase}
      </button>
    );
  }
  return (
    <div
      role="group"
      aria-label={question}
      className="confirm"
      data-testid="confirm"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !busy) leave();
      }}
    >
      <p>{question}</p>
      {answer && !answer.ok && <Trouble problem={answer.problem} />}
      <div className="confirm-buttons">
        <button
          type="button"
          className="button small danger"
          data-testid="erase-sure"
          disabled={busy}
          onClick={() => void go()}
        >
          {busy ? people.erasing : people.erase}
        </button>
        <button ref={keep} type="button" className="button small" disabled={busy} onClick={leave}>
          {people.keep}
        </button>
      </div>
    </div>
  );
}
