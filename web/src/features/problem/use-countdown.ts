import { useEffect, useState } from 'react';
import { browserTimers } from '@web/timers';

const TICK_MS = 250;

/** Whole seconds until a moment on the clock of the timers; null while there is none. */
export function useCountdown(until: number | null): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    if (until === null) return undefined;
    const tick = () => setNow(browserTimers.now());
    const first = setTimeout(tick);
    const timer = setInterval(tick, TICK_MS);
    return () => {
      clearTimeout(first);
      clearInterval(timer);
    };
  }, [until]);
  return until === null || now === null ? null : Math.max(0, Math.ceil((until - now) / 1000));
}
