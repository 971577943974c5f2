import type { ActiveCheck as Progress, Inability, Refusal } from '../../socket/messages';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import { Abilities } from './Abilities';
import { StepList } from './StepList';

interface Props {
  readonly enabled: boolean;
  /** As the server last told it; null while nothing is running. */
  readonly progress: Progress | null;
  readonly excluded: readonly Inability[];
  /** Why the server could not do as the person last wished. */
  readonly refused: Refusal | null;
  readonly onSwitch: (enabled: boolean) => void;
  readonly onExclude: (excluded: readonly Inability[]) => void;
  readonly onReset: () => void;
}

/** The switch of the active check, how far it has come, and what it should leave out. */
export function ActiveCheck({ enabled, progress, excluded, refused, onSwitch, onExclude, onReset }: Props) {
  const running = enabled && progress?.enabled ? progress : null;
  const { title, line, startOver, refusals } = texts.challenge;
  return (
    <section className="card active-check">
      <label className="switch-row">
        <span>
          <span className="card-title">{title}</span>
          <span className="card-line" id="active-line">
            {line}
          </span>
        </span>
        <input
          type="checkbox"
          role="switch"
          className="switch"
          data-testid="active-switch"
          aria-label={title}
          aria-describedby="active-line"
          checked={enabled}
          onChange={(event) => onSwitch(event.currentTarget.checked)}
        />
      </label>
      {running && (
        <div className="steps-row">
          <StepList check={running} />
          <button type="button" className="button quiet small" onClick={onReset}>
            <Icon name="redo" size={16} />
            {startOver}
          </button>
        </div>
      )}
      {enabled && <Abilities excluded={excluded} onExclude={onExclude} />}
      {refused && (
        <p className="refusal" role="alert" data-testid="refusal">
          {refusals[refused]}
        </p>
      )}
    </section>
  );
}
