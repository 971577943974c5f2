import { languageCodes, LANGUAGES } from '@web/texts/languages';
import { useId } from 'react';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import { Choice } from './Choice';
import { DIRECTIONS, POLICIES, THEMES, WIDTHS } from './settings';
import type { Settings } from './settings';

interface Props {
  readonly settings: Settings;
  readonly onChange: (change: Partial<Settings>) => void;
  readonly onAnew: () => void;
}

/** How the check is embedded; all but the policy takes effect at once. */
export function SettingsCard({ settings, onChange, onAnew }: Props) {
  const { component } = texts;
  const id = useId();
  return (
    <section className="card embed-settings" aria-labelledby={id}>
      <h2 className="card-title" id={id}>
        {component.settings}
      </h2>
      <div className="embed-choices">
        <Choice
          name={component.language}
          testId="embed-language"
          value={settings.language}
          options={[null, ...languageCodes()]}
          wordFor={(code) => (code === null ? component.languageOfPage : LANGUAGES[code])}
          onChoose={(language) => onChange({ language })}
        />
        <Choice
          name={component.policy}
          testId="embed-policy"
          value={settings.policy}
          options={[null, ...POLICIES]}
          wordFor={(policy) => (policy === null ? component.policyOfServer : component.policies[policy])}
          onChoose={(policy) => onChange({ policy })}
        />
        <Choice
          name={component.theme}
          testId="embed-theme"
          value={settings.theme}
          options={THEMES}
          wordFor={(theme) => component.themes[theme]}
          onChoose={(theme) => onChange({ theme })}
        />
        <Choice
          name={component.width}
          testId="embed-width"
          value={settings.width}
          options={WIDTHS}
          wordFor={(width) => component.widths[width]}
          onChoose={(width) => onChange({ width })}
        />
        <Choice
          name={component.direction}
          testId="embed-direction"
          value={settings.direction}
          options={DIRECTIONS}
          wordFor={(direction) => component.directions[direction]}
          onChoose={(direction) => onChange({ direction })}
        />
      </div>
      <label className="tick-row">
        <input
          type="checkbox"
          className="tick"
          data-testid="embed-spoken"
          checked={settings.spoken}
          onChange={(event) => onChange({ spoken: event.currentTarget.checked })}
        />
        {component.spoken}
      </label>
      <button type="button" className="button" data-testid="embed-anew" onClick={onAnew}>
        <Icon name="redo" />
        {component.anew}
      </button>
    </section>
  );
}
