import { useRef } from 'react';
import type { ResultMessage } from '../../socket/messages';
import { texts } from '../../texts';
import { Countdown } from '../challenge/Countdown';
import { Dots } from '../challenge/Dots';
import { EdgeCue } from '../challenge/EdgeCue';
import { Icon } from '../shared/Icon';
import { choosePrompt } from './choose-prompt';
import type { PromptChoice } from './choose-prompt';
import { Sign } from './Sign';

interface Props {
  readonly result: ResultMessage | null;
  readonly mirrored: boolean;
  readonly onRetry: () => void;
}

/**
 * One clear thing to do, over the picture where the person looks: a line, or, with the active check on, a panel that keeps
 * its place. The words are always there, so that readers hear them change; the countdown and the ring stay out of that.
 */
export function Prompt({ result, mirrored, onRetry }: Props) {
  const choice = choosePrompt(result, mirrored);
  const check = result?.active_check.enabled ? result.active_check : null;
  const due = choice?.ofChallenge && check?.state === 'act_due' ? check.prompt : null;
  const ended = check !== null && choice?.ended === true;
  const panel = useRef<HTMLDivElement>(null);
  const retry = () => {
    // The button goes away with the end it stands for: what comes next is read on from here.
    panel.current?.focus();
    onRetry();
  };
  return (
    <>
      {due && <EdgeCue prompt={due} mirrored={mirrored} />}
      <div className="prompt-line">
        <div ref={panel} tabIndex={-1} className={classOf(choice, check !== null)} data-testid="prompt-panel">
          {check && choice && <Sign check={check} choice={choice} mirrored={mirrored} />}
          <div className="prompt-words" role="status" aria-live="polite">
            <p className="prompt-now" data-testid="prompt">
              {choice && !check && <Icon name={choice.icon} size={22} />}
              {choice?.words}
            </p>
            <p className={choice?.warning ? 'prompt-note warning' : 'prompt-note'} data-testid="prompt-note">
              {check && choice?.note}
            </p>
          </div>
          {check && !ended && (
            <div className="prompt-head">
              <Dots check={check} />
              {due && <Countdown key={`${due.number} ${due.act}`} prompt={due} />}
            </div>
          )}
          {ended && (
            <button type="button" className="button retry" data-testid="try-again" onClick={retry}>
              <Icon name="redo" />
              {texts.tryAgain}
            </button>
          )}
        </div>
      </div>
    </>
  );
}

function classOf(choice: PromptChoice | null, checked: boolean): string {
  if (!choice) return 'prompt empty';
  return [
    'prompt',
    `tone-${choice.tone}`,
    checked ? 'panel-of-check' : '',
    checked && choice.ended ? 'ended' : '',
  ]
    .filter(Boolean)
    .join(' ');
}
