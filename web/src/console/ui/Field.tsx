import { useId } from 'react';
import type { ReactNode } from 'react';
import { Icon } from './Icon';

interface Common {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly testid?: string;
}

interface TextProps extends Common {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'password' | 'datetime-local' | 'number' | 'search';
  readonly placeholder?: string;
  /** What is wrong with what was written. */
  readonly fault?: string | null;
}

/** A line to write in, with its name above it. */
export function TextField({
  label,
  hint,
  value,
  onChange,
  type = 'text',
  placeholder,
  fault,
  testid,
}: TextProps) {
  const id = useId();
  const notes = [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter(Boolean).join(' ');
  return (
    <div className="c-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="c-input"
        type={type}
        value={value}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        aria-invalid={fault ? true : undefined}
        aria-describedby={notes || undefined}
        data-testid={testid}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {hint && (
        <span className="c-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
      {fault && (
        <span className="c-fault" id={`${id}-fault`} role="alert">
          {fault}
        </span>
      )}
    </div>
  );
}

export interface Option {
  readonly value: string;
  readonly name: string;
}

interface SelectProps extends Common {
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
}

/** One of several, with its name above it. */
export function Select({ label, hint, value, options, onChange, testid }: SelectProps) {
  const id = useId();
  return (
    <div className="c-field">
      <label htmlFor={id}>{label}</label>
      <span className="c-select">
        <select
          id={id}
          className="c-input"
          value={value}
          data-testid={testid}
          aria-describedby={hint ? `${id}-hint` : undefined}
          onChange={(event) => onChange(event.currentTarget.value)}
        >
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.name}
            </option>
          ))}
        </select>
        <Icon name="chevron" size={16} />
      </span>
      {hint && (
        <span className="c-hint" id={`${id}-hint`}>
          {hint}
        </span>
      )}
    </div>
  );
}

interface SegmentsProps extends Common {
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
}

/** One of a few, all in sight. */
export function Segments({ label, value, options, onChange, testid }: SegmentsProps) {
  const id = useId();
  return (
    <fieldset className="c-segments" data-testid={testid}>
      <legend className="unseen">{label}</legend>
      {options.map((option) => (
        <label key={option.value} className="c-segment">
          <input
            type="radio"
            className="unseen"
            name={id}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          {option.name}
        </label>
      ))}
    </fieldset>
  );
}
