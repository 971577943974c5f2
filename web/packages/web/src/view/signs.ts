/** A face that does the movement, and an arrow that shows which way; the words beside it say the same. */
import type { Act } from '../api/stream';
import { put, svg } from './dom';
import { DRAWINGS } from './drawings';
import type { Side } from './pointing';

export class ActSign {
  readonly #face = svg('path', { class: 'sign-face' });
  readonly #arrow = svg('path', { class: 'sign-arrow' });
  readonly #all = svg('g', {}, this.#face, this.#arrow);
  readonly element = svg(
    'svg',
    { class: 'sign', viewBox: '0 0 64 64', 'aria-hidden': 'true', focusable: 'false' },
    this.#all,
  );

  draw(act: Act, side: Side | null): void {
    const { face, arrow = '', lean } = DRAWINGS[act];
    put(this.element, 'data-act', act);
    put(this.element, 'data-side', side);
    put(this.#all, 'transform', side === 'right' ? 'matrix(-1 0 0 1 64 0)' : null);
    put(this.#face, 'd', face);
    put(this.#face, 'transform', lean ? `rotate(${lean} 32 40) translate(0 4)` : null);
    put(this.#arrow, 'd', arrow);
  }
}
