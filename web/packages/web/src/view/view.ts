/** Puts the check on the screen: one tree, drawn anew from each snapshot, moving by itself while the camera is on. */
import { FrameGrabber } from '../camera/grab';
import type { CheckHandle } from '../flow/handle';
import type { Texts } from '../texts/texts';
import type { Timers } from '../timers';
import { Announcer } from './announcer';
import { h, put, show } from './dom';
import { LightMeter } from './measure';
import { MessagePanel } from './message-panel';
import type { ViewOptions } from './options';
import { LiveRegions } from './regions';
import { sceneOf, type Panel, type Scene } from './scene';
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
  readonly #element: HTMLElement;
  #texts: Texts;
  #options: ViewOptions;
  #scene: Scene;
  #held = false;
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
    this.#messages = new Map(MESSAGES.map((panel) => [panel, new MessagePanel(panel, () => handle.retry())]));
    this.#tray = new Tray(handle, this.#speaker, () => this.#heed());
    this.#meter = new LightMeter(this.#stage.video, handle);
    this.#element = this.#build();
    parts.root.append(this.#element);
  }

  /** Begins to follow the check. */
  open(): void {
    if (this.#unsubscribe) return;
    const grabber = new FrameGrabber(this.#stage.video);
    this.#parts.handle.takeFramesFrom(() => grabber.grab());
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

  /** Another language is on its way: nothing is shown or said in the wrong one meanwhile. The check goes on. */
  hold(): void {
    this.#held = true;
    put(this.#element, 'data-held', true);
  }

  setTexts(texts: Texts): void {
    this.#held = false;
    put(this.#element, 'data-held', null);
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
    const focused = this.#parts.root.activeElement;
    put(this.#element, 'lang', texts.language);
    put(this.#element, 'dir', texts.direction);
    put(this.#element, 'aria-label', texts.region);
    put(this.#element, 'data-phase', snapshot.phase);
    show(this.#start.element, scene.panel === 'start');
    this.#start.draw(snapshot, texts, this.#options);
    this.#stage.draw(snapshot, scene, texts);
    for (const message of this.#messages.values()) message.draw(scene, texts);
    this.#tray.draw(snapshot, scene, texts, this.#options);
    if (focused && scene.panel !== before.panel) this.#moveFocus();
    if (this.#unsubscribe && !this.#held) this.#announcer.hear(scene.said);
    this.#go();
  }

  #build(): HTMLElement {
    const messages = [...this.#messages.values()].map(({ element }) => element);
    const { polite, assertive } = this.#regions;
    const card = h(
      'div',
      { class: 'card' },
      this.#start.element,
      this.#stage.element,
      ...messages,
      this.#tray.element,
    );
    return h(
      'section',
      { class: 'root', part: 'root' },
      card,
      h('slot', { name: 'footer' }),
      polite,
      assertive,
    );
  }

  /** The button that was pressed is gone with its panel: the keyboard goes on where the next words are. */
  #moveFocus(): void {
    const { panel } = this.#scene;
    const titles: Partial<Record<Panel, HTMLElement>> = {
      start: this.#start.title,
      camera: this.#stage.title,
    };
    (titles[panel] ?? this.#messages.get(panel)?.title)?.focus({ preventScroll: true });
  }

  /** Reading aloud was switched: what stands now is read at once, so that one hears that it works. */
  #heed(): void {
    this.draw();
    const { said } = this.#scene;
    if (said) this.#speaker.say(said.words, this.#texts.language, true);
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

const wantsCalm = (): boolean =>
  typeof matchMedia === 'function' && matchMedia('(prefers-reduced-motion: reduce)').matches;
