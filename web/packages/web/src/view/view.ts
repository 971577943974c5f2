/** Puts the check on the screen: one tree, drawn anew from each snapshot, moving by itself while the camera is on. */
import { FrameGrabber } from '../camera/grab';
import type { CheckHandle } from '../flow/handle';
import type { Texts } from '../texts/texts';
import type { Timers } from '../timers';
import { Announcer } from './announcer';
import { h, isShown, put, show } from './dom';
import { LightMeter } from './measure';
import { MessagePanel } from './message-panel';
import type { ViewOptions } from './options';
import { LiveRegions } from './regions';
import { sceneOf, type Panel, type Said, type Scene } from './scene';
import { Speaker, type SpeechParts } from './speech';
import { Stage } from './stage';
import { StartPanel } from './start-panel';
import { Tray } from './tray';

export interface ViewParts {
  readonly root: ShadowRoot;
  readonly handle: CheckHandle;
  readonly timers: Timers;
  readonly speech: SpeechParts;
  readonly begin: () => void;
}

const MESSAGES: readonly Panel[] = ['permission', 'done', 'problem', 'cancelled'];

export class View {
  readonly #parts: ViewParts;
  readonly #regions = new LiveRegions();
  readonly #speaker: Speaker;
  readonly #announcer: Announcer;
  readonly #start: StartPanel;
  readonly #stage = new Stage();
  readonly #messages: ReadonlyMap<Panel, MessagePanel>;
  readonly #tray: Tray;
  readonly #meter: LightMeter;
  readonly #card: HTMLElement;
  readonly #element: HTMLElement;
  #texts: Texts;
  #options: ViewOptions;
  #scene: Scene;
  #held = false;
  /** The language that was chosen is there, or the one that stands for it. */
  #worded = false;
  #frame: number | null = null;
  #sizes: ResizeObserver | null = null;
  #unsubscribe: (() => void) | null = null;

  constructor(parts: ViewParts, texts: Texts, options: ViewOptions) {
    this.#parts = parts;
    this.#texts = texts;
    this.#options = options;
    const { handle, timers } = parts;
    this.#scene = sceneOf(handle.snapshot(), texts);
    this.#speaker = new Speaker(parts.speech);
    this.#speaker.turn(options.spoken);
    this.#announcer = new Announcer(timers, (words, urgent) => this.#utter(words, urgent));
    this.#start = new StartPanel(handle, parts.begin);
    const pressed = { spoken: () => this.#heed(), retry: () => this.#retry() };
    this.#messages = new Map(MESSAGES.map((panel) => [panel, new MessagePanel(panel, pressed.retry)]));
    this.#tray = new Tray(handle, this.#speaker, pressed);
    this.#meter = new LightMeter(this.#stage.video, handle);
    this.#card = this.#makeCard();
    this.#element = this.#build();
    parts.root.append(this.#element);
  }

  /** Begins to follow the check. */
  open(): void {
    if (this.#unsubscribe) return;
    const grabber = new FrameGrabber(this.#stage.video);
    const { handle } = this.#parts;
    handle.takeFramesFrom(() => grabber.grab(handle.snapshot().welcome?.max_side));
    this.#unsubscribe = this.#parts.handle.subscribe(() => this.draw());
    if (typeof ResizeObserver === 'function') {
      this.#sizes = new ResizeObserver(() => this.#stage.lay());
      for (const element of this.#stage.measured) this.#sizes.observe(element);
    }
    this.draw();
  }

  /** Follows no more, says no more, and lets go of the picture. */
  close(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#sizes?.disconnect();
    this.#sizes = null;
    this.#rest();
    this.#announcer.reset();
    this.#regions.clear();
    this.#speaker.hush();
    this.#stage.video.srcObject = null;
  }

  /** The first language is on its way: nothing is shown in a wrong one meanwhile, unless a check is under way. */
  hold(): void {
    if (this.#worded) return;
    this.#held = true;
    this.draw();
  }

  setTexts(texts: Texts): void {
    this.#worded = true;
    this.#held = false;
    this.#texts = texts;
    this.draw();
  }

  setOptions(options: ViewOptions): void {
    if (options.spoken !== this.#options.spoken) this.#speaker.turn(options.spoken);
    this.#options = options;
    this.draw();
  }

  draw(): void {
    const snapshot = this.#parts.handle.snapshot();
    const texts = this.#texts;
    const before = this.#scene;
    const scene = sceneOf(snapshot, texts);
    this.#scene = scene;
    const focused = this.#focused();
    // What has to be done now is told in whatever language there is.
    if (snapshot.phase !== 'idle') this.#held = false;
    put(this.#element, 'data-held', this.#held);
    put(this.#element, 'lang', texts.language);
    put(this.#element, 'dir', texts.direction);
    put(this.#element, 'aria-label', texts.region);
    put(this.#element, 'data-phase', snapshot.phase);
    show(this.#start.element, scene.panel === 'start');
    this.#start.draw(snapshot, texts, this.#options);
    this.#stage.draw(snapshot, scene, texts);
    for (const message of this.#messages.values()) message.draw(scene, texts);
    this.#tray.draw(snapshot, scene, texts, this.#options);
    const changed = scene.panel !== before.panel;
    if (focused && (!isShown(focused) || (changed && this.#parts.root.contains(focused)))) this.#moveFocus();
    if (changed && scene.panel !== 'start') this.#bringIntoSight();
    if (this.#unsubscribe && !this.#held) this.#announcer.hear(this.#said());
    this.#go();
  }

  #makeCard(): HTMLElement {
    const messages = [...this.#messages.values()].map(({ element }) => element);
    return h(
      'div',
      { class: 'card' },
      this.#start.element,
      this.#stage.element,
      ...messages,
      this.#tray.element,
    );
  }

  #build(): HTMLElement {
    const { polite, assertive } = this.#regions;
    const footer = h('slot', { name: 'footer' });
    return h('section', { class: 'root', part: 'root' }, this.#card, footer, polite, assertive);
  }

  #retry(): void {
    this.#announcer.forget();
    this.#parts.handle.retry();
  }

  /** What has the keyboard, of ours or of what the page has put into our slots. */
  #focused(): Element | null {
    const { activeElement: ours, host } = this.#parts.root;
    const active = host.ownerDocument.activeElement;
    return ours ?? (active !== host && host.contains(active) ? active : null);
  }

  /** What had the keyboard is gone, as a button with its panel: it goes on where the next words are. */
  #moveFocus(): void {
    const { element, title } = this.#panel();
    // In the place of our words there may stand the page's own.
    const next = isShown(title) ? title : element;
    next.focus({ preventScroll: true });
  }

  /** What came in the place of what a person has read is of another height: its words are not to be sought. */
  #bringIntoSight(): void {
    const { element, words = element } = this.#panel();
    for (const part of [this.#card, words]) bringIntoSight(part);
  }

  #panel(): Pick<Stage, 'element' | 'title'> & Partial<Pick<Stage, 'words'>> {
    const { panel } = this.#scene;
    return this.#messages.get(panel) ?? (panel === 'camera' ? this.#stage : this.#start);
  }

  /** What the page says in one of our slots is said in the place of our words. */
  #said(): Said {
    const { panel, said } = this.#scene;
    const words = this.#messages.get(panel)?.own ?? null;
    if (words === null) return said;
    const { alert, status } = said;
    return {
      alert: alert && alert !== 'as before' ? { ...alert, words } : alert,
      status: status && { ...status, words },
    };
  }

  /** Reading aloud was switched: what stands now is read at once, so that one hears that it works. */
  #heed(): void {
    this.draw();
    const { alert, status } = this.#said();
    const now = alert && alert !== 'as before' ? alert : status;
    if (now) this.#speaker.say(now.words, this.#texts.language, true);
  }

  #utter(words: string, urgent: boolean): void {
    this.#regions.say(words, urgent);
    this.#speaker.say(words, this.#texts.language, urgent);
  }

  #go(): void {
    const moving = this.#unsubscribe !== null && this.#scene.panel === 'camera';
    if (!moving) this.#rest();
    else this.#frame ??= requestAnimationFrame(() => this.#move());
  }

  #move(): void {
    this.#frame = null;
    const snapshot = this.#parts.handle.snapshot();
    const now = this.#parts.timers.now();
    this.#stage.move(snapshot, this.#scene, this.#texts, now, wantsCalm());
    if (snapshot.stream) this.#meter.measure(now);
    this.#go();
  }

  #rest(): void {
    this.#meter.forget();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
    this.#frame = null;
  }
}

/** At once, without a motion; where it is in sight already, nothing moves. */
function bringIntoSight(element: Element): void {
  if (typeof element.scrollIntoView === 'function')
    element.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
}

const wantsCalm = (): boolean =>
  typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
