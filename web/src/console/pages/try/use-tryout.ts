import { useEffect, useState, useSyncExternalStore } from 'react';
import { openCamera } from '@web/camera/open';
import { browserTimers } from '@web/timers';
import { useConsole } from '../../context';
import { protocolsFor } from './line';
import { Tryout } from './tryout';
import type { TryoutView } from './tryout';

/** `mediaDevices` is missing on insecure pages, whatever its type says. */
export const mediaDevices = (): MediaDevices | undefined => navigator.mediaDevices;

/** The socket below the API's address. */
export function socketUrl(api: string): string {
  const url = new URL('tryout', api);
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:';
  return url.href;
}

/** A tryout on the browser's own camera, socket and clock; leaving the page ends it, so that the camera goes off. */
export function useTryout(): readonly [Tryout, TryoutView] {
  const { address, key } = useConsole();
  const [tryout] = useState(
    () =>
      new Tryout({
        url: socketUrl(address.api),
        protocols: protocolsFor(key),
        timers: browserTimers,
        openSocket: (url, protocols) => new WebSocket(url, [...protocols]),
        luck: () => Math.random(),
        openCamera: (id) => openCamera(mediaDevices(), window.isSecureContext, id),
      }),
  );
  useEffect(() => {
    const leave = () => tryout.stop();
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [tryout]);
  return [tryout, useSyncExternalStore(tryout.subscribe, tryout.view)];
}
