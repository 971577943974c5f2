import { INABILITIES } from '../../socket/messages';
import type { Inability } from '../../socket/messages';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';

interface Props {
  readonly excluded: readonly Inability[];
  readonly onExclude: (excluded: readonly Inability[]) => void;
}

/** What a person cannot do and is not asked for. */
export function Abilities({ excluded, onExclude }: Props) {
  const { abilities, abilitiesLine, inabilities } = texts.challenge;
  const tick = (inability: Inability, ticked: boolean) =>
    onExclude(INABILITIES.filter((each) => (each === inability ? ticked : excluded.includes(each))));
  return (
    <details className="abilities">
      <summary>
        <Icon name="chevron" size={16} />
        {abilities}
      </summary>
      <fieldset>
        <legend className="card-line">{abilitiesLine}</legend>
        {INABILITIES.map((inability) => (
          <label key={inability} className="tick-row">
            <input
              type="checkbox"
              className="tick"
              data-testid={`exclude-${inability}`}
              checked={excluded.includes(inability)}
              onChange={(event) => tick(inability, event.currentTarget.checked)}
            />
            {inabilities[inability]}
          </label>
        ))}
      </fieldset>
    </details>
  );
}
