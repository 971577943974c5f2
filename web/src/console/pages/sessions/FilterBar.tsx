import { useState } from 'react';
import { go, hrefOf } from '../../route';
import { Select, TextField } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import { STATES, VERDICTS, wordOf } from '../../ui/words';
import { areSet, changed, CHOICES, fieldOf } from './filters';
import type { FilterName, Filters } from './filters';

/** Filters that are seldom needed stand behind a line of their own. */
const RARE: readonly FilterName[] = ['reason', 'ended_by', 'from', 'to'];

/** What the list is narrowed by. What is chosen counts at once, what is written once it is left or Enter is pressed. */
export function FilterBar({ filters }: { readonly filters: Filters }) {
  const set = (change: Partial<Filters>) => go(hrefOf(['sessions'], changed(filters, change)));
  const written = (name: FilterName, label: string, more: Partial<WrittenProps> = {}) => (
    <Written
      label={label}
      value={more.type ? fieldOf(filters[name]) : filters[name]}
      onChange={(value) => set({ [name]: value })}
      {...more}
    />
  );
  const rare = RARE.filter((name) => filters[name] !== '').length;
  return (
    <search className="c-card sessions-filters" aria-label="Narrow the list">
      <div className="c-filters">
        <Select
          label="State"
          value={filters.state}
          options={options('state')}
          onChange={(state) => set({ state })}
        />
        <Select
          label="Verdict"
          value={filters.verdict}
          options={options('verdict')}
          onChange={(verdict) => set({ verdict })}
        />
        <Select
          label="Policy"
          value={filters.policy}
          options={options('policy')}
          onChange={(policy) => set({ policy })}
        />
        {written('subject', 'Subject', { placeholder: 'As it was ordered' })}
        {areSet(filters) && (
          <button type="button" className="button quiet" onClick={() => go(hrefOf(['sessions']))}>
            <Icon name="close" size={18} />
            Show all
          </button>
        )}
      </div>
      <details open={rare > 0}>
        <summary>
          <Icon name="chevron" size={16} />
          By reason and time{rare > 0 && ` (${rare} set)`}
        </summary>
        <div className="c-filters">
          {written('reason', 'Reason', { placeholder: 'passive_low' })}
          {written('ended_by', 'Ended by', { placeholder: 'disconnected' })}
          {written('from', 'Made from', { type: 'datetime-local' })}
          {written('to', 'Made before', { type: 'datetime-local' })}
        </div>
      </details>
    </search>
  );
}

interface WrittenProps {
  readonly label: string;
  readonly value: string;
  readonly placeholder?: string;
  readonly type?: 'text' | 'datetime-local';
  readonly onChange: (value: string) => void;
}

/** A field that tells of its text when it is whole. */
function Written({ value, onChange, ...field }: WrittenProps) {
  const [draft, setDraft] = useState(value);
  const [base, setBase] = useState(value);
  if (base !== value) {
    setBase(value); // the address changed, by the back button say
    setDraft(value);
  }
  const tell = () => {
    if (draft !== value) onChange(draft);
  };
  return (
    <form
      className="c-field"
      onBlur={tell}
      onSubmit={(event) => {
        event.preventDefault();
        tell();
      }}
    >
      <TextField {...field} value={draft} onChange={setDraft} />
    </form>
  );
}

function options(name: keyof typeof CHOICES) {
  const words = (value: string) => STATES[value]?.word ?? VERDICTS[value]?.word ?? wordOf(value);
  return [{ value: '', name: 'All' }, ...CHOICES[name].map((value) => ({ value, name: words(value) }))];
}
