/** The picture, what is drawn over it, and the words that say what to do. */
import type { Snapshot } from '../flow/snapshot';
import { plural } from '../texts/fill';
import type { Texts } from '../texts/texts';
import { followDeadline, secondsUntil } from './deadline';
import { h, put, show, write } from './dom';
import type { Layout } from './overlay';
import { Overlay } from './overlay';
import type { Scene, Steps } from './scene';
import { ActSign } from './signs';

/** From here on the time that is left is drawn otherwise. */
const SHORT_SECONDS = 2;
/** More dots than any challenge has acts say nothing: the words count all of them. */
const MOST_DOTS = 12;

export class Stage {
  readonly video = h('video', { class: 'video', part: 'video', playsinline: true, muted: true });
  readonly #overlay = new Overlay();
  readonly #sign = new ActSign();
  readonly #title = h('h2', { class: 'prompt-title', part: 'prompt', tabindex: -1 });
  readonly #hint = h('p', { class: 'prompt-hint', part: 'hint' });
  readonly #retry = h('p', { class: 'prompt-retry' });
  readonly #head = new Head();
  readonly #prompt: HTMLElement;
  readonly #picture = h('div', { class: 'picture' });
  readonly #free = h('div', { class: 'free' });
  readonly element: HTMLElement;
  #deadline: { readonly key: string; readonly at: number } | null = null;

  constructor() {
    // As attributes alone, some browsers do not take them from an element that a script has made.
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.disablePictureInPicture = true;
    this.#prompt = h(
      'div',
      { class: 'prompt' },
      this.#head.element,
      this.#sign.element,
      h('div', { class: 'prompt-words' }, this.#title, this.#hint, this.#retry),
    );
    this.#picture.append(this.video, this.#overlay.canvas);
    this.element = h('div', { class: 'stage', part: 'stage' }, this.#picture, this.#prompt, this.#free);
  }

  get title(): HTMLElement {
    return this.#title;
  }

  /** All the words, which have to be in sight. */
  get words(): HTMLElement {
    return this.#prompt;
  }

  /** What to watch for changes of size. */
  get measured(): readonly Element[] {
    return [this.#picture, this.#free];
  }

  draw(snapshot: Snapshot, scene: Scene, texts: Texts): void {
    const shown = scene.panel === 'camera';
    show(this.element, shown);
    this.#show(snapshot.stream);
    if (!shown) {
      this.#overlay.rest();
      return;
    }
    put(this.element, 'data-tone', scene.words.tone);
    put(this.element, 'data-phase', snapshot.phase);
    put(this.video, 'data-mirrored', snapshot.mirrored);
    put(this.video, 'aria-label', texts.camera.picture);
    show(this.#sign.element, scene.due !== null);
    if (scene.due) this.#sign.draw(scene.due.act, scene.side);
    write(this.#title, scene.words.title);
    write(this.#hint, scene.words.hint);
    put(this.#hint, 'data-warning', scene.words.warning);
    this.#head.drawSteps(scene.steps, texts);
    this.#follow(snapshot, scene);
  }

  /** Everything that moves by itself; `now` on the clock of the check, `calm` where the person wants no motion. */
  move(snapshot: Snapshot, scene: Scene, texts: Texts, now: number, calm: boolean): void {
    this.#overlay.draw(snapshot, scene, now, calm);
    this.#head.drawTime(
      this.#deadline && secondsUntil(this.#deadline.at, now),
      scene.due?.window ?? 0,
      texts,
    );
    const wait = scene.retryAt === null ? null : Math.ceil(secondsUntil(scene.retryAt, now));
    write(this.#retry, wait === null || wait <= 0 ? null : plural(texts, texts.retryIn, wait));
  }

  /** Reads anew how large everything is; to be called when `measured` has changed. */
  lay(): void {
    this.#overlay.lay(this.#layout());
  }

  #layout(): Layout {
    const picture = this.#picture.getBoundingClientRect();
    const free = this.#free.getBoundingClientRect();
    return {
      picture: { width: picture.width, height: picture.height },
      free: {
        left: free.left - picture.left,
        top: free.top - picture.top,
        width: free.width,
        height: free.height,
      },
    };
  }

  #show(stream: MediaStream | null): void {
    const { video } = this;
    if (video.srcObject !== stream) video.srcObject = stream;
    // Moved within its page, or hidden for a while, a picture stands still until it is told to go on.
    if (stream && video.paused) void Promise.resolve(video.play()).catch(() => undefined);
  }

  #follow({ progressAt, round }: Snapshot, { due }: Scene): void {
    if (!due) {
      this.#deadline = null;
      return;
    }
    const key = `${round} ${due.number} ${due.act} ${due.window}`;
    const before = this.#deadline?.key === key ? this.#deadline.at : null;
    this.#deadline = { key, at: followDeadline(before, due.seconds_left, progressAt) };
  }
}

/** How far the whole check is, and how much time the act has left. */
class Head {
  readonly #dots = h('span', { class: 'dots' });
  readonly #step = h('span', { class: 'step' });
  readonly #steps = h('div', { class: 'steps', part: 'progress', role: 'progressbar', 'aria-valuemin': 0 });
  readonly #time = h('span', { class: 'time', role: 'timer' });
  readonly #bar = h('span', { class: 'bar-fill' });
  readonly #track = h('span', { class: 'bar', 'aria-hidden': 'true' }, this.#bar);
  readonly element: HTMLElement;

  constructor() {
    this.#steps.append(this.#dots, this.#step);
    this.element = h('div', { class: 'head' }, this.#steps, this.#time, this.#track);
  }

  drawSteps(steps: Steps | null, texts: Texts): void {
    put(this.element, 'data-empty', steps === null);
    show(this.#steps, steps !== null);
    if (!steps) return;
    const { done, of, words } = steps;
    put(this.#steps, 'aria-label', texts.progress);
    put(this.#steps, 'aria-valuemax', of);
    put(this.#steps, 'aria-valuenow', done);
    put(this.#steps, 'aria-valuetext', words);
    write(this.#step, words);
    const dots = Math.min(of, MOST_DOTS);
    while (this.#dots.children.length > dots) this.#dots.lastElementChild?.remove();
    while (this.#dots.children.length < dots) this.#dots.append(h('i'));
    [...this.#dots.children].forEach((dot, at) => {
      put(dot, 'data-step', at < done ? 'done' : at === done ? 'now' : 'to-come');
    });
  }

  drawTime(seconds: number | null, window: number, texts: Texts): void {
    const shown = seconds !== null && window > 0;
    put(this.element, 'data-timed', shown);
    write(this.#time, shown ? plural(texts, texts.secondsLeft, Math.ceil(seconds)) : null);
    put(this.element, 'data-short', shown && seconds <= SHORT_SECONDS);
    if (shown) this.#bar.style.transform = `scaleX(${Math.min(1, seconds / window).toFixed(3)})`;
  }
}
