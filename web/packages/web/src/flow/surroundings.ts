/** The page around a check, which may be another one than the page that runs this script: a frame's, a small window's. */
import type { Change, Surroundings } from './parts';

/** How often it is looked whether the check is to be seen: of a dialog that is closed around it nothing tells. */
export const LOOK_MS = 500;

export function surroundingsOf(
  host: () => Element | null,
  media: () => EventTarget | undefined,
): Surroundings {
  const page = () => host()?.ownerDocument ?? document;
  const hidden = () => page().visibilityState === 'hidden' || !isRendered(host());
  return {
    online: () => navigator.onLine,
    hidden,
    watch: (listener) => {
      const offs: (() => void)[] = [];
      const on = (target: EventTarget | null | undefined, name: string, change: Change) => {
        const told = () => listener(change);
        target?.addEventListener(name, told);
        offs.push(() => target?.removeEventListener(name, told));
      };
      on(window, 'online', 'online');
      on(page(), 'visibilitychange', 'visibility');
      for (const leaves of new Set([window, page().defaultView])) on(leaves, 'pagehide', 'leaving');
      on(media(), 'devicechange', 'cameras');
      offs.push(watchRendered(host, () => listener('visibility')));
      return () => {
        for (const off of offs) off();
      };
    },
  };
}

/** Calls back whenever the check begins or ceases to be rendered, until the returned function is called. */
function watchRendered(host: () => Element | null, changed: () => void): () => void {
  let before = isRendered(host());
  const id = window.setInterval(() => {
    const now = isRendered(host());
    if (now === before) return;
    before = now;
    changed();
  }, LOOK_MS);
  return () => window.clearInterval(id);
}

/** Whether there is anything of it to be seen. The element itself may have no box of its own (`display: contents`). */
function isRendered(host: Element | null): boolean {
  const shown = host?.shadowRoot?.querySelector('[part~="root"]') ?? host;
  // Not in Safari before 17.4: nothing is known there.
  if (!shown || typeof shown.checkVisibility !== 'function') return true;
  return shown.checkVisibility({ checkVisibilityCSS: true, visibilityProperty: true });
}
