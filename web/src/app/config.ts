import { openCamera } from '@web/camera/open';
import { LiveSession } from '../features/session/live-session';
import { serverAddress } from '../socket/address';
import type { ServerAddress } from '../socket/address';
import { browserTimers } from '@web/timers';

/** `mediaDevices` is missing on insecure pages, whatever its type says. */
export const mediaDevices = (): MediaDevices | undefined => navigator.mediaDevices;

export const readAddress = (): ServerAddress =>
  serverAddress({
    search: location.search,
    meta: document.querySelector<HTMLMetaElement>('meta[name="facevow-server"]')?.content ?? '',
    apiUrl: import.meta.env.VITE_API_URL ?? '',
    wsUrl: import.meta.env.VITE_WS_URL ?? '',
    base: document.baseURI,
  });

/** The browser's own camera. */
export const openOwnCamera = (deviceId: string | null): Promise<MediaStream> =>
  openCamera(mediaDevices(), window.isSecureContext, deviceId);

/** A session on the browser's own camera, socket, clock and chance. */
export const makeSession = (address: ServerAddress): LiveSession =>
  new LiveSession({
    socketUrl: address.ws,
    timers: browserTimers,
    openSocket: (url) => new WebSocket(url),
    luck: () => Math.random(),
    openCamera: openOwnCamera,
  });
