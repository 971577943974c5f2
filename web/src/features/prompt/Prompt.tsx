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
  const failed = check?.state === 'failed';
  const warned = check?.notice && !failed && check.state !== 'passed';
  return (
    <>
      {due && <EdgeCue prompt={due} mirrored={mirrored} />}
      <div className="prompt-line">
        <div className={classOf(choice, check !== null, failed)} data-testid="prompt-panel">
          {check && choice && <Sign check={check} choice={choice} mirrored={mirrored} />}
          <div className="prompt-words" role="status" aria-live="polite">
            <p className="prompt-now" data-testid="prompt">
              {choice && !check && <Icon name={choice.icon} size={22} />}
              {choice?.words}
            </p>
            <p className={warned ? 'prompt-note warning' : 'prompt-note'} data-testid="prompt-note">
              {check && choice?.note}
            </p>
          </div>
          {check && !failed && (
            <div className="prompt-head">
              <Dots check={check} />
              {due && <Countdown key={`${due.number} ${due.act}`} prompt={due} />}
            </div>
          )}
          {failed && (
            <button type="button" className="button retry" data-testid="try-again" onClick={onRetry}>
              <Icon name="redo" />
              {texts.tryAgain}
            </button>
          )}
        </div>
      </div>
    </>
  );
}

function classOf(choice: PromptChoice | null, checked: boolean, failed: boolean): string {
  if (!choice) return 'prompt empty';
  return ['prompt', `tone-${choice.tone}`, checked ? 'panel-of-check' : '', failed ? 'ended' : '']
    .filter(Boolean)
    .join(' ');
}
