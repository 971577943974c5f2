/** One person's check from the start to its end: camera, frames and stream brought together, told as snapshots. */
import { Alarm } from '../alarm';
import type { ProgressMessage, ServerMessage, WelcomeMessage } from '../api/stream';
import type { Ending } from '../stream/connection';
import type { SessionToken } from '../stream/token';
import { abilityFor } from './abilities';
import { Board } from './board';
import { mayBeDecided, SILENCE_MS, STORING_MS } from './deciding';
import { canRetry, entered } from './entered';
import { Excluding } from './excluding';
import type { CheckHandle } from './handle';
import { Lens } from './lens';
import { Link } from './link';
import type { CheckParts } from './parts';
import { isUnderWay, PHASES } from './phases';
import type { Phase } from './phases';
import { PROBLEMS } from './problems';
import type { ProblemCode } from './problems';
import { problemOf, waitAfter } from './resuming';
import { AT_REST, BEGUN } from './snapshot';
import type { Ability, Snapshot } from './snapshot';
import { Terms } from './terms';
import { Tokens } from './tokens';
import { Vigil } from './vigil';

export class Check implements CheckHandle {
  readonly #parts: CheckParts;
  readonly #board = new Board();
  readonly #terms: Terms;
  readonly #lens: Lens;
  readonly #tokens: Tokens;
  readonly #link: Link;
  readonly #excluding: Excluding;
  readonly #vigil: Vigil;
  readonly #again: Alarm;
  /** Grows with everything that changes the course: what was awaited for an earlier one is dropped. */
  #course = 0;
  #startedAt = 0;
  #failures = 0;
  /** Which session of this start it is, from 0. */
  #round = -1;
  /** What has ended the session before the one that is asked for next. */
  #because: ProblemCode | null = null;

  constructor(parts: CheckParts) {
    const { timers } = parts;
    this.#parts = parts;
    this.#terms = new Terms(parts.options);
    const own = { ...parts, options: () => this.#terms.now };
    this.#lens = new Lens(own, {
      lost: () => this.#trouble('camera_lost'),
      muted: () => this.#muted(),
    });
    this.#tokens = new Tokens(timers, this.#terms);
    this.#again = new Alarm(timers);
    this.#link = new Link(own, {
      patience: () => (this.#now.phase === 'concluding' && !this.#link.isStuck ? STORING_MS : SILENCE_MS),
      heard: (message) => this.#heard(message),
      ended: (ending) => this.#ended(ending),
      sent: () => this.#frameSent(),
      quiet: () => this.#enter('concluding'),
    });
    this.#excluding = new Excluding(this.#board, this.#link);
    this.#vigil = new Vigil(parts.surroundings, timers, {
      unseen: () => this.#unseen(),
      seen: () => this.#seen(),
      online: () => this.#backOnline(),
      leaving: () => this.cancel(),
      cameras: () => void this.#listCameras(),
    });
  }

  readonly snapshot = (): Snapshot => this.#board.snapshot;

  readonly subscribe = (listener: () => void): (() => void) => this.#board.subscribe(listener);

  readonly start = async (): Promise<void> => {
    if (isUnderWay(this.#now.phase)) return;
    this.#startedAt = this.#parts.timers.now();
    this.#failures = 0;
    this.#round = -1;
    this.#because = this.#now.problem;
    const lacking = this.#parts.supported() ? this.#tokens.prepare() : 'browser_unsupported';
    if (lacking) this.#trouble(lacking, BEGUN);
    else await this.#proceed(BEGUN);
  };

  readonly cancel = (): void => {
    if (!isUnderWay(this.#now.phase)) return;
    this.#link.say({ type: 'leave' });
    this.#enter('cancelled');
  };

  readonly retry = (): void => {
    if (this.#now.phase === 'waiting') this.#resume();
    else if (this.#now.canRetry) void this.start();
  };

  /** Everything off and forgotten, as before the first start: for an element that leaves its page. */
  readonly stop = (): void => {
    this.#link.say({ type: 'leave' });
    this.#tokens.forget();
    this.#enter('idle', AT_REST);
  };

  /** Its element is in another page now, or in another place of this one. */
  readonly moved = (): void => this.#vigil.moved();

  /** The options are others now: whether one can try again is looked at anew. */
  readonly optionsChanged = (): void => {
    const { phase, problem } = this.#now;
    const wasNoToken = problem === 'token_missing' || problem === 'token_malformed';
    if (phase === 'failed' && wasNoToken && this.#tokens.available) this.#enter('idle');
    else if (PHASES[phase].final) this.#board.set({ canRetry: canRetry(this.#now, this.#tokens.available) });
  };

  readonly exclude = (excluded: readonly Ability[]): void => this.#excluding.choose(excluded);

  readonly cannot = (): void => {
    const prompt = this.#now.progress?.active_check.prompt;
    if (!prompt) return;
    const excluded = new Set([...this.#now.excluded, abilityFor(prompt.act)]);
    this.#link.say({ type: 'leave' });
    this.#board.set({ excluded: [...excluded] });
    if (isUnderWay(this.#now.phase)) this.#trouble('cannot_do_this');
  };

  readonly chooseCamera = (id: string): void => {
    this.#lens.choose(id);
    this.#board.set({ cameraId: id });
    if (PHASES[this.#now.phase].camera && this.#lens.engaged) void this.#changeCamera();
  };

  readonly takeFramesFrom = (grab: () => Promise<Blob | null>): void => this.#link.takeFramesFrom(grab);

  readonly sawLight = (light: Snapshot['light']): void => {
    if (light !== this.#now.light && this.#now.stream) this.#board.set({ light });
  };

  get #now(): Snapshot {
    return this.#board.snapshot;
  }

  /** Camera, then session, then stream; whatever is there already is kept. */
  async #proceed(change: Partial<Snapshot> = {}): Promise<void> {
    this.#course += 1;
    const course = this.#course;
    let opened: Partial<Snapshot> | null = {};
    if (!this.#lens.on) {
      this.#enter('permission', change);
      if (course !== this.#course) return;
      opened = await this.#openCamera();
    }
    if (!opened || course !== this.#course) return;
    this.#enter('connecting', opened);
    if (course !== this.#course) return;
    void this.#listCameras();
    const token = this.#tokens.held ?? (await this.#askForSession(course));
    if (token && course === this.#course) this.#connect(token);
  }

  /** What the snapshot is to say of the camera; null where it is not on, which has been seen to. */
  async #openCamera(): Promise<Partial<Snapshot> | null> {
    const opened = await this.#lens.open();
    if (opened.kind === 'problem') this.#trouble(opened.problem);
    return opened.kind === 'on' ? opened.shows : null;
  }

  async #changeCamera(): Promise<void> {
    this.#board.set({ stream: null, light: null });
    if (!PHASES[this.#now.phase].camera) return;
    const opened = await this.#openCamera();
    if (opened && this.#lens.holds(opened.stream)) this.#board.set(opened);
  }

  async #listCameras(): Promise<void> {
    const cameras = await this.#parts.listCameras();
    if (isUnderWay(this.#now.phase)) this.#board.set({ cameras });
  }

  async #askForSession(course: number): Promise<SessionToken | null> {
    const wish = { because: this.#because, excluded: this.#now.excluded };
    const problem = await this.#tokens.ask(wish, () => course === this.#course);
    if (course !== this.#course) return null;
    if (problem === 'server_unavailable' && !this.#parts.surroundings.online()) this.#trouble('offline');
    else if (problem) this.#trouble(problem);
    return this.#tokens.held;
  }

  #connect(token: SessionToken): void {
    if (this.#tokens.isNew || this.#round < 0) this.#round += 1;
    this.#tokens.shown();
    const course = this.#course;
    this.#board.set({ session: token.session, round: this.#round, welcome: null, excludeRefused: false });
    if (course === this.#course) this.#link.open(token);
  }

  #heard(message: ServerMessage): void {
    if (message.type === 'welcome') this.#welcomed(message);
    else if (message.type === 'progress') this.#show(message);
    else if (message.type === 'error') this.#excluding.heard(message);
  }

  #welcomed(welcome: WelcomeMessage): void {
    const { mark } = this.#link;
    this.#tokens.spend();
    this.#failures = 0;
    this.#enter('running', { welcome });
    if (mark !== this.#link.mark) return;
    this.#excluding.welcomed(welcome);
    this.#link.sendFrames();
  }

  #show(progress: ProgressMessage): void {
    const { welcome } = this.#now;
    this.#link.expectAnswer(welcome !== null && mayBeDecided(welcome, progress));
    this.#enter('running', { progress, progressAt: this.#parts.timers.now() });
  }

  #frameSent(): void {
    if (this.#now.firstFrameAfter !== null) return;
    this.#board.set({ firstFrameAfter: this.#parts.timers.now() - this.#startedAt });
  }

  #ended(ending: Ending): void {
    const online = this.#parts.surroundings.online();
    const problem = problemOf(ending, { online, shownBefore: this.#tokens.shownBefore });
    if (problem) this.#trouble(problem);
    else if (ending.ended) this.#enter('done', { ended: ending.ended });
    else this.#enter('cancelled');
  }

  /** The one place where a problem is met: it is waited out, or it is the end. */
  #trouble(problem: ProblemCode, change: Partial<Snapshot> = {}): void {
    const { remedy } = PROBLEMS[problem];
    // A camera that is lost before the stream began leaves the token as it was.
    if (remedy === 'new_session' && problem !== 'camera_lost') this.#tokens.spend();
    if (!this.#tokens.held) this.#because = problem;
    if (remedy === 'by_itself') this.#failures += 1;
    const { timers, luck } = this.#parts;
    const canAsk = this.#terms.now.newSession !== null;
    const tries = { failures: this.#failures, resumes: Math.max(this.#round, 0), canAsk };
    const wait = waitAfter(problem, tries, luck());
    if (wait === null) {
      this.#enter('failed', { ...change, problem });
    } else {
      this.#again.set(wait, () => this.#resume());
      this.#enter('waiting', { ...change, problem, retryAt: timers.now() + wait });
    }
  }

  /** Goes on after a wait; not behind the person's back. */
  #resume(): void {
    if (this.#now.phase !== 'waiting') return;
    this.#again.clear();
    if (this.#vigil.hidden) this.#board.set({ retryAt: null });
    else void this.#proceed();
  }

  #seen(): void {
    if (this.#now.retryAt === null) this.#resume();
  }

  #backOnline(): void {
    const { problem } = this.#now;
    if (problem && PROBLEMS[problem].whose === 'network') this.#resume();
  }

  /** Some browsers take the camera from a page as it is hidden: that is waited out as such. */
  #muted(): void {
    if (this.#vigil.hidden) this.#unseen();
    else this.#trouble('camera_lost');
  }

  /** What is spent on a hidden page is lost; who waits keeps their place, without the camera. */
  #unseen(): void {
    if (this.#now.phase !== 'waiting') {
      this.cancel();
      return;
    }
    this.#lens.close();
    this.#board.set({ stream: null, light: null });
  }

  /** The one way from phase to phase: what the new one does not allow to be open is closed before anybody hears of it. */
  #enter(phase: Phase, change: Partial<Snapshot> = {}): void {
    const facts = PHASES[phase];
    const goesOn = isUnderWay(phase);
    if (!facts.camera) this.#lens.close();
    if (!facts.socket) this.#link.close();
    if (phase !== 'waiting') this.#again.clear();
    if (phase === 'cancelled') this.#tokens.forgetAsked();
    if (!goesOn || phase === 'waiting') this.#course += 1;
    this.#vigil.keep(goesOn, facts);
    this.#board.set(entered(this.#now, phase, change, this.#tokens.available));
  }
}
