/** Below the picture: what a person may do at any time. */
import type { CheckHandle } from '../flow/handle';
import type { Snapshot } from '../flow/snapshot';
import { fill } from '../texts/fill';
import type { Texts } from '../texts/texts';
import { h, put, show, write } from './dom';
import { icon, redraw, type IconName } from './icons';
import type { ViewOptions } from './options';
import type { Scene } from './scene';
import type { Speaker } from './speech';

/** What the view does, too, when a button is pressed. */
export interface Pressed {
  readonly spoken: () => void;
  readonly retry: () => void;
}

export class Tray {
  readonly #speaker: Speaker;
  readonly #cancel: Button;
  readonly #cannot: Button;
  readonly #now: Button;
  readonly #speech: Button;
  readonly #cameras: CameraChooser;
  readonly element: HTMLElement;

  constructor(handle: CheckHandle, speaker: Speaker, { spoken, retry }: Pressed) {
    this.#speaker = speaker;
    this.#cancel = new Button('cancel quiet', 'cancel', 'close', () => handle.cancel());
    this.#cannot = new Button('cannot', 'button', null, () => handle.cannot());
    this.#now = new Button('now primary', 'button', 'redo', retry);
    this.#cameras = new CameraChooser(handle);
    this.#speech = new Button('speech round', 'speech', 'silent', () => {
      speaker.turn(!speaker.on);
      spoken();
    });
    const side = h('div', { class: 'tray-side' }, this.#speech.element, this.#cameras.element);
    this.element = h(
      'div',
      { class: 'tray' },
      this.#cancel.element,
      side,
      this.#cannot.element,
      this.#now.element,
    );
  }

  draw(snapshot: Snapshot, scene: Scene, texts: Texts, options: ViewOptions): void {
    const { buttons } = texts;
    const { on } = this.#speaker;
    const able = this.#speaker.able(texts.language);
    const camera = scene.panel === 'camera' && snapshot.phase !== 'concluding';
    show(this.element, camera || scene.buttons.cancel);
    put(this.element, 'data-asking', scene.due !== null || scene.buttons.retry !== null);
    put(this.element, 'data-alone', scene.panel !== 'camera');
    this.#cancel.draw(scene.buttons.cancel, buttons.cancel);
    this.#cannot.draw(scene.buttons.cannot && options.abilities === 'offered', texts.abilities.cannot);
    this.#now.draw(scene.buttons.retry === 'now', buttons.now);
    this.#speech.draw(camera && able, on ? buttons.speakOff : buttons.speakOn, on ? 'sound' : 'silent');
    this.#cameras.draw(snapshot, camera && options.camera === 'chooser', texts);
  }
}

class Button {
  readonly #label = h('span');
  readonly #icon: SVGSVGElement | null;
  readonly element: HTMLButtonElement;

  constructor(name: string, part: string, drawing: IconName | null, press: () => void) {
    this.#icon = drawing ? icon(drawing) : null;
    this.element = h('button', { type: 'button', class: `button ${name}`, part }, this.#icon, this.#label);
    this.element.addEventListener('click', press);
  }

  draw(shown: boolean, words: string, drawing?: IconName): void {
    show(this.element, shown);
    write(this.#label, words);
    // Where there is room for a sign alone, the words are the button's name all the same, and stand beside the pointer.
    put(this.element, 'title', words);
    if (drawing && this.#icon) redraw(this.#icon, drawing);
  }
}

/** Which camera; there only where there is a choice. */
class CameraChooser {
  readonly #name = h('span', { class: 'unseen' });
  readonly #select = h('select');
  readonly element = h(
    'label',
    { class: 'chooser', part: 'camera' },
    icon('camera'),
    this.#name,
    this.#select,
    icon('chevron'),
  );

  constructor(handle: CheckHandle) {
    this.#select.addEventListener('change', () => handle.chooseCamera(this.#select.value));
  }

  draw({ cameras, cameraId }: Snapshot, offered: boolean, texts: Texts): void {
    show(this.element, offered && cameras.length > 1);
    write(this.#name, texts.camera.label);
    const options = this.#select.options;
    while (options.length > cameras.length) options.remove(options.length - 1);
    cameras.forEach(({ id, label }, at) => {
      const option = options[at] ?? this.#select.appendChild(h('option'));
      put(option, 'value', id);
      write(option, label === '' ? fill(texts, texts.camera.number, { n: at + 1 }) : label);
    });
    if (cameraId !== null && this.#select.value !== cameraId) this.#select.value = cameraId;
  }
}
