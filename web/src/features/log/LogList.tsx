import { useCallback } from 'react';
import { getJson, parseLogs } from '../../socket/rest';
import type { LogEntry } from '../../socket/rest';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import { toneOf } from '../shared/tone';
import { usePolling } from '../shared/use-polling';

const EVERY_MS = 4000;

/** The server's latest verdicts, newest first. */
export function LogList({ url }: { readonly url: string }) {
  const load = useCallback((signal: AbortSignal) => getJson(url, parseLogs, signal), [url]);
  const { value, failed } = usePolling(load, EVERY_MS);
  const entries = value ?? [];
  return (
    <section className="card log" aria-labelledby="log-title">
      <h2 className="card-title" id="log-title">
        {texts.log}
      </h2>
      {failed && <p className="card-line">{texts.logAway}</p>}
      {!failed && entries.length === 0 && <p className="card-line">{texts.logEmpty}</p>}
      {/* Focusable, because a list that scrolls must be reachable by keyboard. */}
      <ul
        className="log-list"
        data-testid="log"
        tabIndex={entries.length > 0 ? 0 : -1}
        aria-labelledby="log-title"
      >
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} />
        ))}
      </ul>
    </section>
  );
}

function Row({ entry: { verdict, faceDetected, confidence, timestamp } }: { readonly entry: LogEntry }) {
  const at = new Date(timestamp);
  return (
    <li className={`log-row tone-${toneOf(verdict)}`}>
      <Icon name={toneOf(verdict)} size={18} />
      <span className="log-word">{faceDetected ? texts.logVerdicts[verdict] : texts.noFace}</span>
      <span className="number">{faceDetected ? texts.percent(confidence) : texts.none}</span>
      <time className="number" dateTime={timestamp} title={at.toLocaleString()}>
        {at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit' })}
      </time>
    </li>
  );
}
