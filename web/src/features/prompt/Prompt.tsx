import type { ResultMessage } from '../../socket/messages';
import { Icon } from '../shared/Icon';
import { choosePrompt } from './choose-prompt';

/** One clear thing to do, over the picture where the person looks. Always there, so that readers hear it change. */
export function Prompt({ result }: { readonly result: ResultMessage | null }) {
  const choice = choosePrompt(result);
  return (
    <div className="prompt-line" role="status" aria-live="polite">
      <p className={choice ? `prompt tone-${choice.tone}` : 'prompt empty'} data-testid="prompt">
        {choice && <Icon name={choice.icon} size={22} />}
        {choice?.words}
      </p>
    </div>
  );
}
