import { useEffect, useState } from 'react';

export interface Polled<Value> {
  /** The latest answer, kept while later ones fail; null before the first. */
  readonly value: Value | null;
  readonly failed: boolean;
}

/**
 * Asks now, every `everyMs` and whenever `occasion` changes, but not while nobody can see the page. `load` must keep its
 * identity.
 */
export function usePolling<Value>(
  load: (signal: AbortSignal) => Promise<Value>,
  everyMs: number,
  occasion?: string,
): Polled<Value> {
  const [polled, setPolled] = useState<Polled<Value>>({ value: null, failed: false });

  useEffect(() => {
    const ended = new AbortController();
    const ask = async () => {
      if (document.hidden) return;
      const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(everyMs)]);
      try {
        const value = await load(signal);
        setPolled({ value, failed: false });
      } catch {
        if (!ended.signal.aborted) setPolled(({ value }) => ({ value, failed: true }));
      }
    };
    const askNow = () => void ask();
    askNow();
    const timer = setInterval(askNow, everyMs);
    document.addEventListener('visibilitychange', askNow);
    return () => {
      ended.abort();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', askNow);
    };
  }, [load, everyMs, occasion]);

  return polled;
}
