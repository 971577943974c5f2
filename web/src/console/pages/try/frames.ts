import { useEffect, useRef } from 'react';

/** Draws once for every picture of the screen, while the page can be seen. `draw` is told the time of the page. */
export function useEveryFrame(draw: (now: number) => void): void {
  const latest = useRef(draw);
  useEffect(() => {
    latest.current = draw;
  });
  useEffect(() => {
    let frame = requestAnimationFrame(function next(): void {
      latest.current(performance.now());
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, []);
}
