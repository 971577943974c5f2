import type { ActiveCheck } from '../../socket/messages';
import { texts } from '../../texts';
import { ActSign } from '../challenge/ActSign';
import { pointing } from '@web/view/pointing';
import { Ring } from '../challenge/Ring';
import { Icon } from '../shared/Icon';
import type { PromptChoice } from './choose-prompt';

interface Props {
  readonly check: ActiveCheck;
  readonly choice: PromptChoice;
  readonly mirrored: boolean;
}

/** What is to be done, as a drawing in its ring. */
export function Sign({ check: { state, prompt }, choice, mirrored }: Props) {
  const due = choice.ofChallenge && state === 'act_due' ? prompt : null;
  const waiting = choice.ofChallenge && (state === 'settling' || state === 'resting');
  return (
    <Ring value={due?.progress ?? null} full={choice.tone === 'good'} waiting={waiting}>
      {due ? (
        <ActSign key={due.number} act={due.act} side={pointing(due.act, mirrored)} />
      ) : choice.ofChallenge && choice.tone === 'act' ? (
        <ActSign act="rest" side={null} />
      ) : (
        <Icon name={choice.icon} size={40} />
      )}
      {due && due.times > 1 && (
        <span className="ring-badge" aria-hidden="true">
          {texts.challenge.badge(due.times)}
        </span>
      )}
    </Ring>
  );
}
