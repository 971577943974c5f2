/** A check in a real browser: its clock, its luck, its cameras, its sockets. */
import { drawsTruly } from '../camera/canvas';
import { listCameras, rememberCamera, rememberedCamera } from '../camera/devices';
import { openCamera } from '../camera/open';
import { browserTimers } from '../timers';
import { Check } from './check';
import type { CheckOptions } from './options';
import { surroundingsOf } from './surroundings';

/**
 * `options` is asked with every start and every retry, so that attributes may change in between.
 *
 * Nothing of the browser is touched before `start`; it may be called where there is no `window`. `host` is the element
 * that shows the check, in whatever page it may be by then.
 */
export function browserCheck(options: () => CheckOptions, host: () => Element | null = () => null): Check {
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
    surroundings: surroundingsOf(host, mediaDevices),
  });
}

/** What the types promise is not there on pages that are not in a secure context, and in old browsers. */
export const mediaDevices = (): MediaDevices | undefined =>
  'mediaDevices' in navigator ? navigator.mediaDevices : undefined;

/** What a check needs beside the camera: frames are made as the camera saw them, numbered and sent. */
export const isSupported = (): boolean =>
  typeof WebSocket === 'function' &&
  'toBlob' in HTMLCanvasElement.prototype &&
  'setBigUint64' in DataView.prototype &&
  drawsTruly();
