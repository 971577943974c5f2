import type { Timers } from '../timers';

export const FRAMES_PER_SECOND = 15;
const INTERVAL_MS = 1000 / FRAMES_PER_SECOND;

export interface PumpParts {
  readonly timers: Timers;
  grab(): Promise<Blob | null>;
  /** Whether there is room for one more frame under way. */
  mayEmit(): boolean;
  emit(frame: Blob): void;
}

/** Takes frames at a steady pace: one being encoded at a time, none while there is no room for it. */
export class FramePump {
  readonly #parts: PumpParts;
  #timer: number | null = null;
  #running = false;
  #grabbing = false;
  #dueAt = 0;

  constructor(parts: PumpParts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#dueAt = this.#parts.timers.now();
    this.kick();
  }

  stop(): void {
    this.#running = false;
    this.#plan(null);
  }

  /** Room may have come free: take the next frame if one is due. */
  kick(): void {
    if (!this.#running || this.#grabbing) return;
    const { timers } = this.#parts;
    const early = this.#dueAt - timers.now();
    if (early > 0) {
      this.#plan(early);
    } else if (this.#parts.mayEmit()) {
      // A pace kept on average, without a burst to make up for a pause.
      this.#dueAt = Math.max(this.#dueAt, timers.now() - INTERVAL_MS) + INTERVAL_MS;
      void this.#take();
    } else {
      this.#plan(INTERVAL_MS);
    }
  }

  async #take(): Promise<void> {
    this.#grabbing = true;
    try {
      const frame = await this.#parts.grab();
      if (frame && this.#running && this.#parts.mayEmit()) this.#parts.emit(frame);
    } catch {
      // A frame that cannot be drawn is one frame less; a camera that is gone says so by its track.
    } finally {
      this.#grabbing = false;
    }
    this.kick();
  }

  #plan(ms: number | null): void {
    if (this.#timer !== null) this.#parts.timers.clear(this.#timer);
    this.#timer = ms === null ? null : this.#parts.timers.set(() => this.kick(), ms);
  }
}
