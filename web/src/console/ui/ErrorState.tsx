import { browserTimers } from '@web/timers';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { take } from '../client';
import { useConsole } from '../context';
import { problemOf } from '../problem';
import { useCountdown } from '../../features/problem/use-countdown';
import { Icon } from './Icon';
import { troubleOf } from './troubles';

interface Props {
  /** What was thrown. */
  readonly error: unknown;
  /** What failed, as "Could not read the sessions": the problem's own title stands below it. */
  readonly what?: string;
  readonly onRetry?: () => void;
  /** Beside what was read before, rather than in its place. */
  readonly small?: boolean;
}

/** What went wrong, what can be done about it, and its code for whoever is asked for help. */
export function ErrorState({ error, what, onRetry, small = false }: Props) {
  const problem = problemOf(error);
  const own = troubleOf(problem.code);
  const remedy = useRemedy(own ? null : problem.code);
  const title = own?.title ?? (problem.title || 'Something went wrong');
  const places = problem.places.map(({ pointer, detail }) => `${pointer}: ${detail}`);
  return (
    <div
      className={small ? 'c-error small' : 'c-error'}
      role="alert"
      data-code={problem.code}
      data-testid="error"
    >
      <span className="c-blank-sign tone-bad">
        <Icon name={problem.code === 'away' ? 'plug' : 'bad'} size={small ? 20 : 28} />
      </span>
      <div className="c-error-words">
        <p className="c-blank-title">{what ? `${what}: ${lower(title)}` : title}</p>
        {problem.detail && problem.detail !== title && (
          <p className="c-blank-line">{sentence(problem.detail)}</p>
        )}
        {places.map((place) => (
          <p key={place} className="c-blank-line">
            {place}
          </p>
        ))}
        {(own?.remedy ?? remedy) && <p className="c-blank-line">{own?.remedy ?? remedy}</p>}
        <p className="c-code">
          Code <code>{problem.code}</code>
        </p>
      </div>
      {onRetry && <Retry key={problem.code} after={problem.retryAfter} onRetry={onRetry} />}
    </div>
  );
}

/** A button, once the time is over that the server asked for. */
function Retry({ after, onRetry }: { readonly after: number | null; readonly onRetry: () => void }) {
  const [until] = useState(() => (after === null ? null : browserTimers.now() + after * 1000));
  const left = useCountdown(until) ?? after ?? 0;
  return (
    <button type="button" className="button small" disabled={left > 0} onClick={onRetry}>
      <Icon name="redo" size={18} />
      {left > 0 ? `Try again in ${left} s` : 'Try again'}
    </button>
  );
}

/** What the server's own table of problems says can be done; undefined where it is not known. */
function useRemedy(code: string | null): string | undefined {
  const { client } = useConsole();
  const asked = useQuery({
    queryKey: ['problems'],
    queryFn: ({ signal }) => take(client.GET('/problems', { signal })),
    enabled: code !== null,
    staleTime: Infinity,
  });
  return asked.data?.problems.find((known) => known.code === code)?.remedy;
}

/** The server’s details are parts of a sentence. */
const sentence = (detail: string): string =>
  detail.charAt(0).toUpperCase() + detail.slice(1) + (/[.!?]$/.test(detail) ? '' : '.');

const lower = (title: string): string => title.charAt(0).toLowerCase() + title.slice(1);
