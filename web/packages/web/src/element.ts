/** `<facevow-check>`: attributes in, events out; between them a check and its view. */
import { Teller, type Happening } from './events';
import { browserCheck } from './flow/browser';
import type { Check } from './flow/check';
import type { CheckOptions, NewSession } from './flow/options';
import type { Phase } from './flow/phases';
import type { ProblemCode } from './flow/problems';
import type { Snapshot } from './flow/snapshot';
import { nameOf, serverAt } from './here';
import { preflight, type PreflightOptions, type PreflightReport } from './preflight';
import { SelfStart, type Cause } from './self-start';
import { wishesAround } from './texts/choose';
import { en } from './texts/en';
import { browserTimers } from './timers';
import type { ViewOptions } from './view/options';
import { browserSpeech } from './view/speech';
import { dress } from './view/styles';
import { View } from './view/view';
import { Wording } from './wording';

/** On a server there are no elements; the class can be imported there all the same, and made nowhere. */
const Base = typeof HTMLElement === 'undefined' ? (Object as unknown as typeof HTMLElement) : HTMLElement;

/** Attributes that say how the check looks and speaks, not what it does. */
const OF_VIEW: ReadonlySet<string> = new Set(['spoken', 'abilities', 'camera', 'server']);

/** What a page may have set before this script came. */
const PROPERTIES = [
  'sessionToken',
  'server',
  'theme',
  'spoken',
  'facing',
  'autoStart',
  'abilities',
  'camera',
  'newSession',
] as const;

export class FacevowCheckElement extends Base {
  static readonly observedAttributes: readonly string[] = [
    'session-token',
    'server',
    'lang',
    'spoken',
    'facing',
    'auto-start',
    'abilities',
    'camera',
  ];

  /** Looks whether a check can be done here, before one is begun. Never rejects; the camera is off afterwards. */
  static preflight(options: Partial<PreflightOptions> = {}): Promise<PreflightReport> {
    return preflight({ ...options, server: serverAt(options.server ?? null) });
  }

  #newSession: NewSession | null = null;
  readonly #check: Check = browserCheck(
    () => this.#options(),
    () => this,
  );
  readonly #teller = new Teller((happening) => this.#dispatch(happening));
  readonly #selfStart = new SelfStart({
    timers: browserTimers,
    luck: Math.random,
    begin: () => void (this.autoStart && this.start()),
    hidden: () => this.ownerDocument.visibilityState === 'hidden',
  });
  readonly #wording = new Wording({
    wishes: () => wishesAround(this),
    atRest: () => this.phase === 'idle',
    hold: () => this.#view?.hold(),
    take: (texts) => this.#view?.setTexts(texts),
    ready: () => this.#startByItself('ready'),
  });
  #view: View | null = null;
  #unsubscribe: (() => void) | null = null;

  get phase(): Phase {
    return this.snapshot.phase;
  }

  get problem(): ProblemCode | null {
    return this.snapshot.problem;
  }

  /** Everything that is to be known of the check at this moment, frozen. */
  get snapshot(): Snapshot {
    return this.#check.snapshot();
  }

  /** Makes another session and gives its token; with it a check that was cut off goes on by itself. */
  get newSession(): NewSession | null {
    return this.#newSession;
  }

  set newSession(make: NewSession | null) {
    const isWay = make !== null && this.#newSession === null;
    this.#newSession = make;
    this.#check.optionsChanged();
    this.#startByItself(isWay ? 'way' : 'ready');
  }

  get sessionToken(): string {
    return this.getAttribute('session-token') ?? '';
  }

  set sessionToken(token: string | null) {
    this.#write('session-token', token);
  }

  /** The address as it is used: absolute, and where the script came from if the page says nothing. */
  get server(): string {
    return serverAt(this.getAttribute('server'));
  }

  set server(address: string | null) {
    this.#write('server', address);
  }

  get theme(): 'auto' | 'light' | 'dark' {
    const theme = this.getAttribute('theme');
    return theme === 'light' || theme === 'dark' ? theme : 'auto';
  }

  set theme(theme: 'auto' | 'light' | 'dark' | null) {
    this.#write('theme', theme);
  }

  get spoken(): boolean {
    return this.hasAttribute('spoken');
  }

  set spoken(spoken: boolean) {
    this.toggleAttribute('spoken', spoken);
  }

  get facing(): 'user' | 'environment' {
    return this.getAttribute('facing') === 'environment' ? 'environment' : 'user';
  }

  set facing(facing: 'user' | 'environment' | null) {
    this.#write('facing', facing);
  }

  get autoStart(): boolean {
    return this.hasAttribute('auto-start');
  }

  set autoStart(autoStart: boolean) {
    this.toggleAttribute('auto-start', autoStart);
  }

  get abilities(): 'offered' | 'hidden' {
    return this.getAttribute('abilities') === 'hidden' ? 'hidden' : 'offered';
  }

  set abilities(abilities: 'offered' | 'hidden' | null) {
    this.#write('abilities', abilities);
  }

  get camera(): 'chooser' | 'fixed' {
    return this.getAttribute('camera') === 'fixed' ? 'fixed' : 'chooser';
  }

  set camera(camera: 'chooser' | 'fixed' | null) {
    this.#write('camera', camera);
  }

  /** Opens the camera, then the stream; not where nobody could see it. Never rejects: what goes wrong is an event. */
  start(): Promise<void> {
    return this.#isInPage ? this.#check.start() : Promise.resolve();
  }

  /** Gives up for the person: the server is told, the camera goes off. */
  cancel(): void {
    this.#check.cancel();
  }

  retry(): void {
    if (this.#isInPage) this.#check.retry();
  }

  connectedCallback(): void {
    for (const property of PROPERTIES) this.#takeUp(property);
    this.#view ??= this.#build();
    this.#unsubscribe ??= this.#check.subscribe(() => this.#tell());
    this.#view.open();
    void this.#wording.choose();
    this.#startByItself('ready');
  }

  disconnectedCallback(): void {
    // An element that is only moved is back before this runs, and goes on.
    queueMicrotask(() => {
      if (!this.#isInPage) this.#close();
    });
  }

  adoptedCallback(): void {
    this.#check.moved();
    if (this.shadowRoot) dress(this.shadowRoot, this.nonce);
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || !this.#view) return;
    if (name === 'lang') void this.#wording.choose();
    else if (OF_VIEW.has(name)) this.#view.setOptions(this.#viewOptions());
    this.#check.optionsChanged();
    if (name === 'session-token' && now) this.#makeRoom();
    if (name === 'session-token') this.#startByItself('token');
    if (name === 'auto-start') this.#startByItself('ready');
  }

  /** Documents without a window are pages as little as none: nobody could turn off there what goes on. */
  get #isInPage(): boolean {
    return this.isConnected && this.ownerDocument.defaultView !== null;
  }

  #build(): View {
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    dress(root, this.nonce);
    const parts = {
      root,
      handle: this.#check,
      timers: browserTimers,
      speech: browserSpeech(),
      begin: () => void this.start(),
    };
    return new View(parts, en, this.#viewOptions());
  }

  #close(): void {
    this.#check.stop();
    this.#view?.close();
    this.#unsubscribe?.();
    this.#unsubscribe = null;
    this.#teller.forget();
  }

  /** A token for the next person, say: what is done with gives its place to a new start. */
  #makeRoom(): void {
    const { phase, canRetry } = this.snapshot;
    if (phase === 'done' && !canRetry) this.#check.stop();
  }

  #startByItself(cause: Cause): void {
    const able = this.sessionToken !== '' || this.#newSession !== null;
    const here = this.#wording.ready && this.#isInPage && this.autoStart;
    if (here && able) this.#selfStart.consider(this.snapshot, cause);
  }

  #tell(): void {
    const now = this.snapshot;
    if (now.phase !== 'idle') this.#wording.hurry();
    this.#selfStart.saw(now.phase);
    this.#teller.hear(now, this.#newSession !== null);
  }

  #dispatch({ name, detail }: Happening): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  #options(): CheckOptions {
    return {
      server: this.server,
      sessionToken: this.getAttribute('session-token'),
      newSession: this.#newSession,
      facing: this.facing,
    };
  }

  #viewOptions(): ViewOptions {
    const { abilities, camera, spoken } = this;
    return { abilities, camera, spoken, serverName: nameOf(this.server) };
  }

  #write(name: string, value: string | null): void {
    if (value === null) this.removeAttribute(name);
    else this.setAttribute(name, value);
  }

  /** A property that was set on the element before it was one of ours hides ours: take it for what it was meant. */
  #takeUp(name: (typeof PROPERTIES)[number]): void {
    if (!Object.hasOwn(this, name)) return;
    const value: unknown = Reflect.get(this, name);
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, value);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'facevow-check': FacevowCheckElement;
  }
}
