/** A view of a check that does what the test says, on a screen of its own. */
import { vi } from 'vitest';
import type { Snapshot } from '../../src/flow/snapshot';
import { en } from '../../src/texts/en';
import type { ViewOptions } from '../../src/view/options';
import { View } from '../../src/view/view';
import { HandClock } from '../clock';
import { FakeHandle } from './scenes';

export const OPTIONS: ViewOptions = {
  abilities: 'offered',
  camera: 'chooser',
  spoken: false,
  serverName: 'live.example',
};

const VOICES: SpeechSynthesisVoice[] = [
  { lang: 'en-GB', localService: true, default: true, name: 'Voice', voiceURI: 'voice' },
];

export class OnScreen {
  readonly clock = new HandClock();
  readonly handle = new FakeHandle();
  readonly frames: FrameRequestCallback[] = [];
  readonly speak = vi.fn();
  readonly begin = vi.fn();
  readonly root: ShadowRoot;
  readonly view: View;

  constructor() {
    const { clock, handle, frames, speak, begin } = this;
    vi.spyOn(window, 'requestAnimationFrame').mockImplementation((job) => frames.push(job));
    vi.spyOn(window, 'cancelAnimationFrame').mockImplementation((id) => void (frames[id - 1] = () => 0));
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    vi.spyOn(HTMLMediaElement.prototype, 'play').mockResolvedValue();
    this.root = document.body.appendChild(document.createElement('div')).attachShadow({ mode: 'open' });
    const speech = {
      synth: { speak, cancel: vi.fn(), getVoices: () => VOICES },
      utterance: (words: string) => ({ text: words, lang: '' }) as SpeechSynthesisUtterance,
    };
    this.view = new View({ root: this.root, handle, timers: clock, speech, begin }, en, OPTIONS);
    this.view.open();
  }

  readonly find = (selector: string): HTMLElement => {
    const found = this.root.querySelector<HTMLElement>(selector);
    if (!found) throw new Error(`expected ${selector}`);
    return found;
  };
  readonly seen = (selector: string) => this.find(selector).closest('[hidden]') === null;
  readonly words = (selector: string) => this.find(selector).textContent;
  readonly be = (next: Snapshot) => this.handle.become(next);
  /** What stands in the live regions, the polite one first. */
  readonly said = () => [this.words('[role=status]'), this.words('[role=alert]')];
  /** Runs what was asked to be drawn next. */
  readonly draw = () => this.frames.splice(0).forEach((job) => job(this.clock.now()));

  /** What the page itself says in a slot. */
  fill<K extends keyof HTMLElementTagNameMap>(slot: string, tag: K, words: string): HTMLElementTagNameMap[K] {
    const own = document.createElement(tag);
    own.slot = slot;
    own.textContent = words;
    this.root.host.append(own);
    return own;
  }

  clear(): void {
    this.view.close();
    document.body.replaceChildren();
    vi.restoreAllMocks();
  }
}
