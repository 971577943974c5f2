import { useQuery } from '@tanstack/react-query';
import { take } from '../../client';
import { useConsole } from '../../context';
import { go, hrefOf } from '../../route';
import { Segments, Select } from '../../ui/Field';
import { SPANS, stepsFor, USUAL } from './span';
import type { Span, Step } from './span';

interface Props {
  readonly span: Span;
  readonly step: Step;
  readonly policy: string | null;
}

const STEP_NAMES: Readonly<Record<Step, string>> = { minute: 'Minutes', hour: 'Hours', day: 'Days' };

/** Which time, how finely, and whose sessions; all of it stands in the address. */
export function Choices({ span, step, policy }: Props) {
  const { client } = useConsole();
  const policies = useQuery({
    queryKey: ['policies'],
    queryFn: ({ signal }) => take(client.GET('/v1/policies', { signal })),
  });
  const choose = (change: { span?: string; step?: string; policy?: string }) => {
    const chosen = { span: span.id, step, policy, ...change };
    const asked = { ...chosen, span: chosen.span === USUAL.id ? null : chosen.span };
    // Another span begins with its own step.
    go(hrefOf([], { ...asked, step: change.span === undefined ? chosen.step : null }), true);
  };
  const steps = stepsFor(span);
  const names = policies.data?.policies.map(({ name }) => name) ?? [];
  return (
    <div className="c-filters">
      <Select
        label="Time"
        value={span.id}
        options={SPANS.map(({ id, name }) => ({ value: id, name: `The last ${name}` }))}
        onChange={(id) => choose({ span: id })}
        testid="overview-span"
      />
      <Select
        label="Policy"
        value={policy ?? ''}
        options={[{ value: '', name: 'All policies' }, ...names.map((name) => ({ value: name, name }))]}
        onChange={(name) => choose({ policy: name })}
        testid="overview-policy"
      />
      {steps.length > 1 && (
        <Segments
          label="By"
          value={step}
          options={steps.map((name) => ({ value: name, name: STEP_NAMES[name] }))}
          onChange={(name) => choose({ step: name })}
          testid="overview-step"
        />
      )}
    </div>
  );
}
