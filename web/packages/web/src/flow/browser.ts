/** A check in a real browser: its clock, its luck, its cameras, its sockets. */
import { listCameras, rememberCamera, rememberedCamera } from '../camera/devices';
import { openCamera } from '../camera/open';
import { browserTimers } from '../timers';
import { Check } from './check';
import type { CheckOptions } from './options';
import type { Change, Surroundings } from './parts';

/**
 * `options` is asked with every start and every retry, so that attributes may change in between.
 *
 * Nothing of the browser is touched before `start`; it may be called where there is no `window`.
 */
export function browserCheck(options: () => CheckOptions): Check {
  return new Check({
    options,
    timers: browserTimers,
    luck: Math.random,
    supported: isSupported,
    openSocket: (address, protocols) => new WebSocket(address, [...protocols]),
    openCamera: (id, facing) => openCamera(mediaDevices(), window.isSecureContext, id, facing),
    listCameras: () => listCameras(mediaDevices()),
    rememberedCamera,
    rememberCamera,
    surroundings,
  });
}

/** What the types promise is not there on pages that are not in a secure context, and in old browsers. */
export const mediaDevices = (): MediaDevices | undefined =>
  'mediaDevices' in navigator ? navigator.mediaDevices : undefined;

/** What a check needs beside the camera: frames are made, numbered and sent. */
export const isSupported = (): boolean =>
  typeof WebSocket === 'function' &&
  'toBlob' in HTMLCanvasElement.prototype &&
  'setBigUint64' in DataView.prototype;

const surroundings: Surroundings = {
  online: () => navigator.onLine,
  hidden: () => document.visibilityState === 'hidden',
  watch: (listener) => {
    const over = new AbortController();
    const on = (target: EventTarget | undefined, name: string, change: Change) =>
      target?.addEventListener(name, () => listener(change), { signal: over.signal });
    on(window, 'online', 'online');
    on(document, 'visibilitychange', 'visibility');
    on(window, 'pagehide', 'leaving');
    on(mediaDevices(), 'devicechange', 'cameras');
    return () => over.abort();
  },
};
