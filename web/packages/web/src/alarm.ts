import type { Timers } from './timers';

/** One job at a time for later: setting another one calls the one before off. */
export class Alarm {
  readonly #timers: Timers;
  #id: number | null = null;

  constructor(timers: Timers) {
    this.#timers = timers;
  }

  get isSet(): boolean {
    return this.#id !== null;
  }

  set(ms: number, job: () => void): void {
    this.clear();
    this.#id = this.#timers.set(() => {
      this.#id = null;
      job();
    }, ms);
  }

  clear(): void {
    if (this.#id !== null) this.#timers.clear(this.#id);
    this.#id = null;
  }
}
