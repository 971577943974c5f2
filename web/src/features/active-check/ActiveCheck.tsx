import { ACTS } from '../../socket/messages';
import type { Act, ActiveCheck as Progress } from '../../socket/messages';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';

interface Props {
  readonly enabled: boolean;
  /** As the server last told it; null while nothing is running. */
  readonly progress: Progress | null;
  readonly onSwitch: (enabled: boolean) => void;
  readonly onReset: () => void;
}

/** The switch of the active check and how far it has come. */
export function ActiveCheck({ enabled, progress, onSwitch, onReset }: Props) {
  const running = progress?.enabled ? progress : null;
  const now = running ? dueNow(running) : null;
  return (
    <section className="card active-check">
      <label className="switch-row">
        <span>
          <span className="card-title">{texts.activeCheck}</span>
          <span className="card-line" id="active-line">
            {texts.activeCheckLine}
          </span>
        </span>
        <input
          type="checkbox"
          role="switch"
          className="switch"
          data-testid="active-switch"
          aria-label={texts.activeCheck}
          aria-describedby="active-line"
          checked={enabled}
          onChange={(event) => onSwitch(event.currentTarget.checked)}
        />
      </label>
      {enabled && (
        <div className="steps-row">
          <ol className="steps">
            {ACTS.map((act) => (
              <Step key={act} act={act} done={running?.done.includes(act) ?? false} now={act === now} />
            ))}
          </ol>
          {running && (
            <button type="button" className="button quiet small" onClick={onReset}>
              <Icon name="redo" size={16} />
              {texts.startOver}
            </button>
          )}
        </div>
      )}
    </section>
  );
}

const dueNow = ({ state, done }: Progress): Act | null =>
  state === 'passed' || state === 'failed' ? null : (ACTS.find((act) => !done.includes(act)) ?? null);

function Step({ act, done, now }: { readonly act: Act; readonly done: boolean; readonly now: boolean }) {
  const state = done ? 'done' : now ? 'now' : 'later';
  const words = { done: texts.stepDone, now: texts.stepNow, later: texts.stepLater };
  return (
    <li className={`step ${state}`} aria-current={now ? 'step' : undefined}>
      <span className="step-mark">
        <Icon name={done ? 'good' : act} size={16} />
      </span>
      {texts.acts[act].step}
      <span className="unseen">: {words[state]}</span>
    </li>
  );
}
