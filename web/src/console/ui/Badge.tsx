import type { ReactNode } from 'react';
import type { Tone } from '../../features/shared/tone';
import { STATES, VERDICTS, wordOf } from './words';
import { Icon } from './Icon';
import type { IconName } from './Icon';

export type { Tone } from '../../features/shared/tone';

const ICONS: Record<Tone, IconName> = { good: 'good', bad: 'bad', unsure: 'unsure', quiet: 'hint' };

interface Props {
  readonly tone: Tone;
  /** The word; colour and icon alone say nothing. */
  readonly children: ReactNode;
  /** Another icon than that of the tone. */
  readonly icon?: IconName;
}

/** A short word with a colour and an icon that say the same. */
export function Badge({ tone, children, icon = ICONS[tone] }: Props) {
  return (
    <span className={`c-badge tone-${tone}`}>
      <Icon name={icon} size={15} />
      {children}
    </span>
  );
}

/** A session's verdict; nothing where there is none. */
export function VerdictBadge({ verdict }: { readonly verdict: string | null }) {
  if (verdict === null) return <span className="c-none">No verdict</span>;
  const known = VERDICTS[verdict];
  return <Badge tone={known?.tone ?? 'quiet'}>{known?.word ?? verdict}</Badge>;
}

/** A session's state. */
export function StateBadge({ state }: { readonly state: string }) {
  const known = STATES[state];
  return (
    <Badge tone={known?.tone ?? 'quiet'} icon={known?.icon ?? 'hint'}>
      {known?.word ?? wordOf(state)}
    </Badge>
  );
}
