/** Before it begins: what will happen, what helps, what one cannot do, and one button. */
import type { CheckHandle } from '../flow/handle';
import type { Ability, Snapshot } from '../flow/snapshot';
import { fill } from '../texts/fill';
import type { Texts } from '../texts/texts';
import { h, show, svg, write } from './dom';
import { icon, type IconName } from './icons';
import type { ViewOptions } from './options';

const TIP_ICONS: readonly IconName[] = ['sun', 'glasses', 'person'];

export class StartPanel {
  readonly #title = h('h2', { class: 'title', tabindex: -1 });
  readonly #line = h('p', { class: 'line' });
  readonly #tips = h('ul', { class: 'tips' });
  readonly #label = h('span');
  readonly #privacy = h('span');
  readonly #calm = h('span');
  readonly #abilities: AbilityChoice;
  readonly element: HTMLElement;

  constructor(handle: CheckHandle, begin: () => void) {
    this.#abilities = new AbilityChoice(handle);
    const slot = h('slot', { name: 'start-button' }, this.#label);
    const button = h(
      'button',
      { type: 'button', class: 'button primary', part: 'button start-button' },
      slot,
    );
    button.addEventListener('click', begin);
    const words = h('slot', { name: 'start' }, this.#title, this.#line, this.#tips);
    this.element = h(
      'div',
      { class: 'panel start', part: 'start', tabindex: -1 },
      portrait(),
      h(
        'div',
        { class: 'start-body' },
        words,
        button,
        this.#abilities.element,
        h(
          'div',
          { class: 'fines' },
          h('p', { class: 'fine' }, icon('info'), this.#calm),
          h('p', { class: 'fine' }, icon('lock'), this.#privacy),
        ),
      ),
    );
  }

  get title(): HTMLElement {
    return this.#title;
  }

  draw(snapshot: Snapshot, texts: Texts, options: ViewOptions): void {
    const { start } = texts;
    write(this.#title, start.title);
    write(this.#line, start.line);
    write(this.#label, start.button);
    write(this.#calm, start.noFlashing);
    write(this.#privacy, fill(texts, start.privacy, { server: options.serverName }));
    this.#drawTips(start.tips);
    show(this.#abilities.element, options.abilities === 'offered');
    this.#abilities.draw(snapshot.excluded, texts);
  }

  #drawTips(tips: readonly string[]): void {
    while (this.#tips.children.length > tips.length) this.#tips.lastElementChild?.remove();
    tips.forEach((tip, at) => {
      const row = this.#tips.children[at] ?? this.#addTip(at);
      const words = row.lastElementChild;
      if (words) write(words, tip);
    });
  }

  #addTip(at: number): Element {
    const row = h('li', {}, icon(TIP_ICONS[at] ?? 'info'), h('span'));
    this.#tips.append(row);
    return row;
  }
}

const ABILITIES: readonly Ability[] = ['head', 'eyes', 'mouth', 'brows', 'distance'];

/** "I cannot do some movements": folded, so that it is there for who needs it and in nobody's way. */
class AbilityChoice {
  readonly #summary = h('span');
  readonly #legend = h('legend');
  readonly #ticks: ReadonlyMap<Ability, { readonly input: HTMLInputElement; readonly words: HTMLElement }>;
  readonly element: HTMLDetailsElement;

  constructor(handle: CheckHandle) {
    this.#ticks = new Map(ABILITIES.map((ability) => [ability, tick()]));
    const excluded = () => ABILITIES.filter((ability) => this.#ticks.get(ability)?.input.checked);
    const rows = [...this.#ticks.values()].map(({ input, words }) => {
      input.addEventListener('change', () => handle.exclude(excluded()));
      return h('label', { class: 'tick' }, input, words);
    });
    this.element = h(
      'details',
      { class: 'abilities', part: 'abilities' },
      h('summary', {}, icon('chevron'), this.#summary),
      h('fieldset', {}, this.#legend, ...rows),
    );
  }

  draw(excluded: readonly Ability[], { abilities }: Texts): void {
    write(this.#summary, abilities.title);
    write(this.#legend, abilities.line);
    for (const [ability, { input, words }] of this.#ticks) {
      write(words, abilities.each[ability]);
      input.checked = excluded.includes(ability);
    }
  }
}

const tick = () => ({ input: h('input', { type: 'checkbox' }), words: h('span') });

/** A calm face in the oval that is to come. */
function portrait(): SVGSVGElement {
  const line = (name: string, d: string) => svg('path', { class: name, d });
  return svg(
    'svg',
    { class: 'portrait', viewBox: '0 0 160 200', 'aria-hidden': 'true', focusable: 'false' },
    svg('ellipse', { class: 'portrait-ground', cx: 80, cy: 100, rx: 66, ry: 88 }),
    svg('clipPath', { id: 'oval' }, svg('ellipse', { cx: 80, cy: 100, rx: 62, ry: 84 })),
    svg(
      'g',
      { 'clip-path': 'url(#oval)' },
      line('portrait-body', 'M12 200c4-32 30-44 52-48h32c22 4 48 16 52 48Z'),
      line('portrait-skin', 'M66 130h28v22c-3 7-25 7-28 0Z'),
      line('portrait-skin', 'M80 46c-23 0-36 18-36 44s15 54 36 54 36-28 36-54-13-44-36-44Z'),
      line(
        'portrait-hair',
        'M42 92c-4-34 12-56 39-56s42 22 37 56c-4-12-8-20-15-27-14 9-33 8-46 4-7 6-11 12-15 23Z',
      ),
      line('portrait-line', 'M64 93v5M96 93v5M80 97l-3 12h6M68 122c7 6 17 6 24 0'),
    ),
    svg('ellipse', { class: 'portrait-oval', cx: 80, cy: 100, rx: 72, ry: 94 }),
    svg('path', { class: 'portrait-ring', d: 'M80 6c40 0 72 42 72 94' }),
  );
}
