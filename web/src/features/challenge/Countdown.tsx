import type { ActPrompt } from '../../socket/messages';
import { texts } from '../../texts';
import { useSecondsLeft } from './use-seconds-left';

/** From here on the bar changes its colour. */
const SHORT_SECONDS = 2;

/** How much time the act has left: whole seconds to read, and a bar that drains. Give each prompt its own key. */
export function Countdown({ prompt }: { readonly prompt: ActPrompt }) {
  const seconds = useSecondsLeft(prompt);
  const share = Math.min(seconds / prompt.window, 1);
  return (
    <div className={seconds <= SHORT_SECONDS ? 'countdown short' : 'countdown'}>
      <span className="number" role="timer" aria-label={texts.challenge.timeLeft} data-testid="countdown">
        {texts.challenge.seconds(Math.ceil(seconds))}
      </span>
      <span className="countdown-bar" aria-hidden="true">
        <span style={{ transform: `scaleX(${share})` }} />
      </span>
    </div>
  );
}
