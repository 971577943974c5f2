import { useCallback, useEffect, useRef, useState } from 'react';
import { ownProblem } from '../../socket/api';
import type { Answer } from '../../socket/api';

export interface Asking<Value> {
  readonly busy: boolean;
  /** The answer to the latest question; null before it, and once it is forgotten. */
  readonly answer: Answer<Value> | null;
  /** Asks, and forgets what was asked before. Null where it was itself forgotten meanwhile. */
  readonly ask: (job: (signal: AbortSignal) => Promise<Answer<Value>>) => Promise<Answer<Value> | null>;
  readonly forget: () => void;
}

/** One question at a time; leaving the page calls it off. */
export function useAsking<Value>(): Asking<Value> {
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<Value> | null>(null);
  const current = useRef<AbortController | null>(null);

  const forget = useCallback(() => {
    current.current?.abort();
    current.current = null;
    setBusy(false);
    setAnswer(null);
  }, []);

  const ask = useCallback(async (job: (signal: AbortSignal) => Promise<Answer<Value>>) => {
    current.current?.abort();
    const own = new AbortController();
    current.current = own;
    setBusy(true);
    setAnswer(null);
    const got = await answerOf(job, own.signal);
    if (current.current !== own) return null;
    setBusy(false);
    setAnswer(got);
    return got;
  }, []);

  useEffect(
    () => () => {
      current.current?.abort();
      current.current = null;
    },
    [],
  );
  return { busy, answer, ask, forget };
}

/** What is thrown, by the job itself too, is a problem: nothing may stay under way for good. */
async function answerOf<Value>(
  job: (signal: AbortSignal) => Promise<Answer<Value>>,
  signal: AbortSignal,
): Promise<Answer<Value>> {
  try {
    return await job(signal);
  } catch {
    return { ok: false, problem: ownProblem('not_sent') };
  }
}
