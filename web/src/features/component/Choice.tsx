import { useId } from 'react';

interface Props<Value> {
  readonly name: string;
  readonly testId: string;
  readonly value: Value;
  readonly options: readonly Value[];
  readonly wordFor: (value: Value) => string;
  readonly onChoose: (value: Value) => void;
}

/** One of several, by its place in the list: a value need not be a text. */
export function Choice<Value>({ name, testId, value, options, wordFor, onChoose }: Props<Value>) {
  const id = useId();
  return (
    <div className="field">
      <label className="field-name" htmlFor={id}>
        {name}
      </label>
      <select
        id={id}
        data-testid={testId}
        value={options.indexOf(value)}
        onChange={(event) => {
          const chosen = options[Number(event.currentTarget.value)];
          if (chosen !== undefined) onChoose(chosen);
        }}
      >
        {options.map((option, place) => (
          <option key={place} value={place}>
            {wordFor(option)}
          </option>
        ))}
      </select>
    </div>
  );
}
