/** Small line drawings on a 24 x 24 grid. They stand beside words that say the same, and are hidden from readers. */
import { svg } from './dom';

const PATHS = {
  camera:
    'M4 7h3l2-3h6l2 3h3a1 1 0 0 1 1 1v11a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V8a1 1 0 0 1 1-1ZM12 17a4 4 0 1 0 0-8 4 4 0 0 0 0 8Z',
  check: 'm5 12.5 4.7 4.7L19.5 7.2',
  chevron: 'm7 10 5 5 5-5',
  close: 'M6 6l12 12M18 6 6 18',
  cloud: 'M7 18.5a4.5 4.5 0 0 1-.6-8.96 6 6 0 0 1 11.5 1.5A3.8 3.8 0 0 1 17.5 18.5H7Z',
  clock: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 7.5V12l3 2',
  glasses:
    'M3 12.5 5 7M21 12.5 19 7M10 14.5c1-1.2 3-1.2 4 0M6.5 18a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7ZM17.5 18a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z',
  info: 'M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17ZM12 11v5M12 7.8v.2',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.5 20.5c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  redo: 'M19.5 12a7.5 7.5 0 1 1-2.2-5.300M19.5 3.500v4h-4',
  sound: 'M4 9.500h3.500L12 5.500v13l-4.5-4H4zM15.5 9a4 4 0 0 1 0 6M18 6.500a7.5 7.5 0 0 1 0 11',
  silent: 'M4 9.500h3.500L12 5.500v13l-4.5-4H4zM16 9.500l5 5M21 9.500l-5 5',
  sun: 'M12 16.500a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM12 2.500v2M12 19.500v2M2.5 12h2M19.5 12h2M5.3 5.300l1.4 1.400M17.3 17.300l1.4 1.400M18.7 5.300l-1.4 1.400M6.7 17.300l-1.4 1.4',
  warn: 'M12 4 2.8 19.500h18.400zM12 10v4.500M12 17v.2',
} as const;

export type IconName = keyof typeof PATHS;

export function icon(name: IconName): SVGSVGElement {
  return svg(
    'svg',
    { class: 'icon', viewBox: '0 0 24 24', 'aria-hidden': 'true', focusable: 'false' },
    svg('path', { d: PATHS[name] }),
  );
}

/** Another drawing in the place of the one that stands there. */
export function redraw(drawn: SVGSVGElement, name: IconName): void {
  drawn.firstElementChild?.setAttribute('d', PATHS[name]);
}
