import { useId, useState } from 'react';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import type { Settings } from './settings';
import { tenLines } from './ten-lines';

/** What an application's page needs to embed the check as it is shown here. */
export function LinesCard({ settings, server }: { readonly settings: Settings; readonly server: string }) {
  const { component } = texts;
  const id = useId();
  const [said, setSaid] = useState('');
  const lines = tenLines(settings, server);
  const copy = () => {
    setSaid('');
    copied(lines).then(
      () => setSaid(component.copied),
      () => setSaid(component.notCopied),
    );
  };
  return (
    <section className="card embed-lines" aria-labelledby={id}>
      <div className="embed-head">
        <h2 className="card-title" id={id}>
          {component.lines}
        </h2>
        <span role="status" className="card-line">
          {said}
        </span>
        <button type="button" className="button small" data-testid="embed-copy" onClick={copy}>
          <Icon name="save" size={16} />
          {component.copy}
        </button>
      </div>
      <p className="card-line">{component.linesLine}</p>
      {/* It scrolls sideways, so the keyboard has to reach it. */}
      <pre tabIndex={0} role="group" aria-labelledby={id} dir="ltr">
        <code data-testid="embed-lines">{lines}</code>
      </pre>
    </section>
  );
}

/** Pages that are not secure have none, whatever its type says. */
const clipboardHere = (): Clipboard | undefined => navigator.clipboard;

async function copied(text: string): Promise<void> {
  const clipboard = clipboardHere();
  if (!clipboard) throw new Error('no clipboard');
  await clipboard.writeText(text);
}
