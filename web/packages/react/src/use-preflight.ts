import { preflight } from '@facevow/web';
import type { PreflightReport } from '@facevow/web';
import { useCallback, useEffect, useRef, useState } from 'react';

export interface PreflightInHand {
  /** Null before the first one has come to its end. */
  readonly report: PreflightReport | null;
  readonly running: boolean;
  /** Looks whether a check can be done here; the camera is on for a second. Call it when the person asks for it. */
  readonly run: typeof preflight;
}

/** Whether a check can be done on this device, in this browser, over this network: asked before one is begun. */
export function usePreflight(): PreflightInHand {
  const [report, setReport] = useState<PreflightReport | null>(null);
  const [running, setRunning] = useState(false);
  /** Which one was begun last: an older one that ends later tells nothing. */
  const round = useRef(0);
  useEffect(
    () => () => {
      round.current += 1; // gone: nobody reads it any more
    },
    [],
  );

  const run = useCallback<typeof preflight>(async (...options) => {
    const mine = (round.current += 1);
    setRunning(true);
    const found = await preflight(...options);
    if (mine === round.current) {
      setReport(found);
      setRunning(false);
    }
    return found;
  }, []);
  return { report, running, run };
}
