import type { Snapshot } from '../session/snapshot';
import type { ResultMessage } from '../../socket/messages';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import { toneOf } from '../shared/tone';

/** The answer in large words. Only the server's own verdict makes it green. */
export function Verdict({ snapshot: { phase, result } }: { readonly snapshot: Snapshot }) {
  const verdict = result?.verdict ?? null;
  const tone = toneOf(verdict);
  const { word, line } = result ? told(result) : unanswered(phase);
  const confidence = result?.face_detected ? result.confidence : null;
  return (
    <section className={`card verdict tone-${tone}`} aria-label={texts.verdictLabel}>
      <div className="verdict-head" role="status" aria-live="polite" aria-atomic="true">
        <span className="badge">
          <Icon name={tone} size={26} />
        </span>
        <div>
          <p className="verdict-word" data-testid="verdict" data-verdict={verdict ?? ''}>
            {word}
          </p>
          <p className="verdict-line">{line}</p>
        </div>
      </div>
      <div className="confidence">
        <span>{texts.confidence}</span>
        <span className="number">{confidence === null ? texts.none : texts.percent(confidence)}</span>
        <span className="bar" aria-hidden="true">
          <span style={{ transform: `scaleX(${confidence ?? 0})` }} />
        </span>
      </div>
    </section>
  );
}

/** The reason given fits the check that ran: the active check does not look for a photo alone. */
function told({ verdict, active_check: { enabled, state } }: ResultMessage) {
  const usual = texts.verdicts[verdict];
  if (!enabled || verdict === 'BONA_FIDE') return usual;
  if (state === 'failed')
    return verdict === 'ATTACK' ? { ...usual, line: texts.noVerdict.line } : texts.noVerdict;
  return verdict === 'ATTACK' || state === 'passed' ? usual : { ...usual, line: texts.verdictInCheck };
}

const unanswered = (phase: Snapshot['phase']) =>
  phase === 'idle'
    ? { word: texts.ready, line: texts.readyLine }
    : { word: texts.waiting, line: texts.waitingLine };
