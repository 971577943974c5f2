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
  readonly #slot: HTMLSlotElement;
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
    this.#slot = h('slot', { name: panel }, this.#title, this.#line);
    this.element = h(
      'div',
      { class: `panel message ${panel}`, part: panel, tabindex: -1 },
      h('div', { class: 'badge' }, this.#icon),
      this.#slot,
      this.#button,
    );
  }

  get title(): HTMLElement {
    return this.#title;
  }

  /** What the page says in the place of our own words; null where it says nothing. */
  get own(): string | null {
    if (this.#slot.assignedElements().length === 0) return null;
    const words = this.#slot.assignedElements({ flatten: true }).map(({ textContent }) => textContent);
    return words.join(' ').replace(/\s+/gu, ' ').trim() || null;
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
