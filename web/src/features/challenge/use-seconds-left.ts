import { useEffect, useRef, useState } from 'react';
import type { ActPrompt } from '../../socket/messages';
import { browserTimers } from '@web/timers';
import { followDeadline, secondsUntil } from '@web/view/deadline';

const TICK_MS = 100;

/** Seconds left of a prompt's window: the server's word, carried on by the page's clock between two answers. */
export function useSecondsLeft(prompt: ActPrompt): number {
  const deadline = useRef<number | null>(null);
  const [seconds, setSeconds] = useState(prompt.seconds_left);
  useEffect(() => {
    deadline.current = followDeadline(deadline.current, prompt.seconds_left, browserTimers.now());
  }, [prompt]);
  useEffect(() => {
    const timer = setInterval(() => {
      if (deadline.current !== null) setSeconds(secondsUntil(deadline.current, browserTimers.now()));
    }, TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}
