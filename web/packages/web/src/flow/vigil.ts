/** Watches the page around a check that goes on: hidden, gone, another one, online again, another camera. */
import { Alarm } from '../alarm';
import type { Timers } from '../timers';
import type { Change, Surroundings } from './parts';
import type { PhaseFacts } from './phases';

/** A glance at another tab is forgiven; a camera that films somebody who looks at something else is not. */
export const UNSEEN_MS = 3000;

export interface VigilJobs {
  /** The page has been hidden for a while with the camera on. */
  readonly unseen: () => void;
  readonly seen: () => void;
  readonly online: () => void;
  readonly leaving: () => void;
  readonly cameras: () => void;
}

export class Vigil {
  readonly #surroundings: Surroundings;
  readonly #jobs: VigilJobs;
  readonly #alarm: Alarm;
  #unwatch: (() => void) | null = null;

  constructor(surroundings: Surroundings, timers: Timers, jobs: VigilJobs) {
    this.#surroundings = surroundings;
    this.#jobs = jobs;
    this.#alarm = new Alarm(timers);
  }

  get hidden(): boolean {
    return this.#surroundings.hidden();
  }

  /** Watches while it is to be watched: nothing of a check at rest hangs on the page. */
  keep(watched: boolean, { camera }: Pick<PhaseFacts, 'camera'>): void {
    if (watched) this.#watch();
    else this.#stop();
    if (!camera) this.#alarm.clear();
    else if (this.hidden) this.#expectUnseen();
  }

  /** The page around it is another one. */
  moved(): void {
    if (!this.#unwatch) return;
    this.#stop();
    this.#watch();
    this.#look();
  }

  #watch(): void {
    this.#unwatch ??= this.#surroundings.watch((change) => this.#changed(change));
  }

  #changed(change: Change): void {
    if (change === 'visibility') this.#look();
    else this.#jobs[change]();
  }

  #look(): void {
    if (this.hidden) {
      this.#expectUnseen();
    } else {
      this.#alarm.clear();
      this.#jobs.seen();
    }
  }

  #expectUnseen(): void {
    if (!this.#alarm.isSet) this.#alarm.set(UNSEEN_MS, this.#jobs.unseen);
  }

  #stop(): void {
    this.#unwatch?.();
    this.#unwatch = null;
  }
}
