import { useId } from 'react';
import { texts } from '../../texts';
import type { Draft } from './draft';

interface Props {
  readonly draft: Draft;
  readonly disabled: boolean;
  readonly onChange: (change: Partial<Draft>) => void;
}

/** What is told beside the pictures. */
export function Fields({ draft, disabled, onChange }: Props) {
  const { people } = texts;
  const { task, subject, live, replace, session } = draft;
  const enrolling = task === 'enrol';
  return (
    <fieldset className="fields" disabled={disabled}>
      {task !== 'identify' && (
        <Line
          name={people.subject}
          hint={enrolling ? people.subjectHint : null}
          testId="subject"
          longest={256}
          value={subject}
          onChange={(value) => onChange({ subject: value, listed: false })}
        />
      )}
      {enrolling && (
        <Tick
          name={people.replace}
          testId="replace"
          checked={replace}
          onChange={(value) => onChange({ replace: value })}
        />
      )}
      <Tick
        name={people.live}
        hint={people.liveHint}
        testId="live"
        checked={live}
        onChange={(value) => onChange({ live: value })}
      />
      {enrolling && (
        <details className="from-session">
          <summary>{people.fromSession}</summary>
          <Line
            name={people.session}
            hint={people.sessionHint}
            testId="session"
            longest={26}
            value={session}
            onChange={(value) => onChange({ session: value })}
          />
        </details>
      )}
    </fieldset>
  );
}

interface LineProps {
  readonly name: string;
  readonly hint: string | null;
  readonly testId: string;
  readonly longest: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Line({ name, hint, testId, longest, value, onChange }: LineProps) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-name" htmlFor={id}>
        {name}
      </label>
      <input
        id={id}
        type="text"
        data-testid={testId}
        value={value}
        maxLength={longest}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        aria-describedby={hint === null ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {hint !== null && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface TickProps {
  readonly name: string;
  readonly hint?: string;
  readonly testId: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Tick({ name, hint, testId, checked, onChange }: TickProps) {
  const id = useId();
  return (
    <div className="option">
      <input
        id={id}
        type="checkbox"
        data-testid={testId}
        checked={checked}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label htmlFor={id}>{name}</label>
      {hint !== undefined && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}
