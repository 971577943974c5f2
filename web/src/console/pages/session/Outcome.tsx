import type { Schemas } from '../../client';
import { StateBadge, VerdictBadge } from '../../ui/Badge';
import { Figure, Figures } from '../../ui/Facts';
import { count, milliseconds, NONE, score, seconds } from '../../ui/format';
import { reasonOf, wordOf } from '../../ui/words';
import { thresholdOf } from './evidence';

/** How it ended, and why; or where it stands. */
export function Outcome({ session }: { readonly session: Schemas['Session'] }) {
  const { state, verdict, confidence, timings, reasons, ended_by } = session;
  const threshold = thresholdOf(session);
  return (
    <>
      <Figures>
        <Figure
          name={verdict === null ? 'State' : 'Verdict'}
          value={verdict === null ? <StateBadge state={state} /> : <VerdictBadge verdict={verdict} />}
          line={
            state === 'IN_PROGRESS'
              ? 'Somebody streams now'
              : ended_by
                ? `Ended by: ${wordOf(ended_by).toLowerCase()}`
                : undefined
          }
        />
        <Figure
          name="Passive score"
          value={score(confidence, 3)}
          line={threshold === null ? 'of the whole session' : `${score(threshold, 2)} is needed`}
        />
        <Figure
          name="Took"
          value={seconds(timings?.seconds)}
          line={timings ? `after waiting for ${seconds(timings.waited)}` : 'It has not ended'}
        />
        <Figure
          name="Frames judged"
          value={timings ? count(timings.frames.analysed) : NONE}
          line={timings ? lostWords(timings.frames) : undefined}
        />
        <Figure
          name="A frame’s answer"
          value={milliseconds(timings?.milliseconds.p50)}
          line={timings ? `95 of 100 within ${milliseconds(timings.milliseconds.p95)}` : undefined}
        />
      </Figures>
      {reasons.length > 0 && (
        <section className="c-card session-reasons" aria-label="Why">
          <h2>Why</h2>
          <ul>
            {reasons.map((reason) => (
              <li key={reason}>
                {reasonOf(reason)} <code className="c-code">{reason}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

function lostWords({ received, dropped, refused }: Schemas['FrameCounts']): string {
  const lost = [
    dropped > 0 && `${count(dropped)} dropped`,
    refused > 0 && `${count(refused)} refused`,
  ].filter(Boolean);
  return [`of ${count(received)}`, ...lost].join(', ');
}
