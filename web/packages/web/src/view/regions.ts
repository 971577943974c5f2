/** The two live regions: one that waits until a reader has finished, one that interrupts it. */
import { h } from './dom';

/** What no reader speaks; it makes the same words a change, so that they are read again. */
const MARK = '\u00a0';

export class LiveRegions {
  readonly polite = h('div', {
    class: 'unseen',
    role: 'status',
    'aria-live': 'polite',
    'aria-atomic': 'true',
  });
  readonly assertive = h('div', {
    class: 'unseen',
    role: 'alert',
    'aria-live': 'assertive',
    'aria-atomic': 'true',
  });

  say(words: string, urgent: boolean): void {
    const region = urgent ? this.assertive : this.polite;
    region.textContent = region.textContent === words ? words + MARK : words;
  }

  clear(): void {
    this.polite.textContent = '';
    this.assertive.textContent = '';
  }
}
