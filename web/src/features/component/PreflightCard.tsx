import { usePreflight } from '@facevow/react';
import { useId } from 'react';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';

/** Whether a check can be done on this device, asked before one is begun. */
export function PreflightCard({ server }: { readonly server: string }) {
  const { component } = texts;
  const { report, running, run } = usePreflight();
  const id = useId();
  return (
    <section className="card embed-preflight" aria-labelledby={id}>
      <div className="embed-head">
        <h2 className="card-title" id={id}>
          {component.preflight}
        </h2>
        <button
          type="button"
          className="button small"
          data-testid="embed-preflight"
          aria-disabled={running}
          onClick={() => {
            if (!running) void run({ server });
          }}
        >
          {running ? component.preflightRunning : component.preflightRun}
        </button>
      </div>
      <p className="card-line">{component.preflightLine}</p>
      <p role="status" className="card-line">
        {report && !running && (report.ok ? component.preflightOk : component.preflightNot)}
      </p>
      {report && (
        <ul data-testid="embed-checks">
          {report.checks.map(({ name, ok, problem, detail }) => (
            <li key={name} className={ok ? 'tone-good' : 'tone-bad'}>
              <Icon name={ok ? 'good' : 'bad'} size={18} />
              <span>
                <code>{name}</code> {ok ? component.checkOk : (problem ?? component.checkNot)}
                {detail && <span className="card-line">{detail}</span>}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
