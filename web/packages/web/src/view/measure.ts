/** Measures the light in the picture a few times a second. */
import { LIGHT_SIDE, lightOf, lumaOf, middleOf, type Light } from '../camera/light';
import type { CheckHandle } from '../flow/handle';
import { h } from './dom';

const EVERY_MS = 250;

export class LightMeter {
  readonly #video: HTMLVideoElement;
  readonly #handle: Pick<CheckHandle, 'sawLight'>;
  readonly #canvas = h('canvas', { width: LIGHT_SIDE, height: LIGHT_SIDE });
  #light: Light | null = null;
  #due = 0;

  constructor(video: HTMLVideoElement, handle: Pick<CheckHandle, 'sawLight'>) {
    this.#video = video;
    this.#handle = handle;
  }

  /** To be called with every drawing; it is seldom that it does something. */
  measure(now: number): void {
    const { videoWidth: width, videoHeight: height } = this.#video;
    if (now < this.#due || width === 0) return;
    this.#due = now + EVERY_MS;
    const luma = this.#read(middleOf({ width, height }));
    if (luma === null) return;
    this.#light = lightOf(luma, this.#light);
    this.#handle.sawLight(this.#light);
  }

  /** The next picture may be another camera's, in another room. */
  forget(): void {
    this.#light = null;
    this.#due = 0;
  }

  #read([x, y, side]: readonly [number, number, number]): number | null {
    const brush = this.#canvas.getContext('2d', { alpha: false, willReadFrequently: true });
    if (!brush) return null;
    brush.drawImage(this.#video, x, y, side, side, 0, 0, LIGHT_SIDE, LIGHT_SIDE);
    return lumaOf(brush.getImageData(0, 0, LIGHT_SIDE, LIGHT_SIDE).data);
  }
}
