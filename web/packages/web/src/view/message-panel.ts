/** A page of words with a sign above them: the end, a problem, or the browser's question. */
import type { Texts } from '../texts/texts';
import { h, put, show, write } from './dom';
import { icon, redraw } from './icons';
import type { Panel, Scene } from './scene';

export class MessagePanel {
  readonly #panel: Panel;
  readonly #icon = icon('info');
  readonly #title = h('h2', { class: 'title', tabindex: -1 });
  readonly #line = h('p', { class: 'line' });
  readonly #label = h('span');
  readonly #button = h(
    'button',
    { type: 'button', class: 'button primary', part: 'button' },
    icon('redo'),
    this.#label,
  );
  readonly element: HTMLElement;

  /** `panel` names its slot and its part, too. */
  constructor(panel: Panel, retry: () => void) {
    this.#panel = panel;
    this.#button.addEventListener('click', retry);
    this.element = h(
      'div',
      { class: `panel message ${panel}`, part: panel },
      h('div', { class: 'badge' }, this.#icon),
      h('slot', { name: panel }, this.#title, this.#line),
      this.#button,
    );
  }

  get title(): HTMLElement {
    return this.#title;
  }

  draw(scene: Scene, texts: Texts): void {
    const shown = scene.panel === this.#panel;
    show(this.element, shown);
    if (!shown) return;
    put(this.element, 'data-tone', scene.words.tone);
    redraw(this.#icon, scene.icon);
    write(this.#title, scene.words.title);
    write(this.#line, scene.words.hint);
    write(this.#label, texts.buttons.again);
    show(this.#button, scene.buttons.retry !== null);
  }
}
