/** A clock wound by hand. */
import type { Timers } from '../src/timers';

export class HandClock implements Timers {
  #now = 0;
  #next = 1;
  readonly #jobs = new Map<number, { at: number; job: () => void }>();

  now = () => this.#now;

  set = (job: () => void, ms: number) => {
    const id = this.#next++;
    this.#jobs.set(id, { at: this.#now + ms, job });
    return id;
  };

  clear = (id: number) => void this.#jobs.delete(id);

  get pending(): number {
    return this.#jobs.size;
  }

  /** Lets `ms` pass, running each job at its moment and what it promised right after it. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await settle();
      const due = [...this.#jobs].filter(([, { at }]) => at <= end).sort(([, a], [, b]) => a.at - b.at)[0];
      if (!due) break;
      const [id, { at, job }] = due;
      this.#jobs.delete(id);
      this.#now = Math.max(this.#now, at);
      job();
    }
    this.#now = end;
  }
}

export async function settle(): Promise<void> {
  for (let turn = 0; turn < 8; turn += 1) await Promise.resolve();
}
