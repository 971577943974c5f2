import { describe, expect, it } from 'vitest';
import { isUnderWay, PHASES } from '../../src/flow/phases';
import { ASKING_MS } from '../../src/flow/tokens';
import { CLOSES } from '../../src/stream/closes';
import { settle } from '../clock';
import type { FakeTrack } from '../lens';
import { World } from '../world';
import { check, due, ended, OTHER_TOKEN, progress, TOKEN, welcome } from '../wire';

/** Numbers from 0 up to 1, the same with every run (mulberry32). */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CLOSED_BY: readonly (readonly [number, string])[] = [
  [1006, ''],
  ...Object.entries(CLOSES).flatMap(([code, row]) =>
    Object.keys(row).map((reason) => [Number(code), reason] as const),
  ),
];

/** What becomes of cameras that open. */
const GOES = (track: FakeTrack) => void (track.readyState = 'ended');
const STAYS = () => undefined;

class Storm {
  readonly world = new World();
  /** Whether the server has said that the stream now open is COMPLETED. */
  completed = false;
  readonly visited = new Set<string>();
  /** What was done, to be read where a rule breaks. */
  readonly log: string[] = [];
  readonly #random: () => number;
  #open: () => void = () => undefined;
  #nested = 0;

  constructor(seed: number) {
    this.#random = numbers(seed);
    this.world.check.subscribe(() => {
      this.expectRules();
      // A page may do anything at all as it hears of something.
      if (this.#nested < 2 && this.#random() < 0.05) {
        this.#nested += 1;
        this.#pick([...this.#byHand])();
        this.#nested -= 1;
      }
    });
  }

  async step(): Promise<void> {
    const [name, happens] = this.#pick(this.#events);
    this.log.push(name);
    const before = this.world.net.sockets.length;
    await happens();
    // Twice: what happens may make other things happen.
    await settle();
    await settle();
    if (this.world.net.sockets.length !== before) this.completed = false;
    this.expectRules();
    expect(this.world.on, this.log.slice(-12).join(', ')).toBe(this.world.onAndShown);
  }

  /** Nobody waits for the application any more, either, once its time is up. */
  async stop(): Promise<void> {
    this.#nested = Infinity;
    this.world.check.stop();
    await this.world.clock.pass(ASKING_MS);
  }

  expectRules(): void {
    const { world } = this;
    const { phase, stream, progress: shown, problem, retryAt, ended: last } = world.now;
    const facts = PHASES[phase];
    const sockets = world.net.sockets.filter(({ closed }) => !closed).length;
    this.visited.add(phase);
    const said = `${this.log.slice(-12).join(', ')} -> ${phase}`;
    expect(world.onAndShown, said).toBeLessThanOrEqual(facts.camera ? 1 : 0);
    expect(sockets, said).toBeLessThanOrEqual(facts.socket ? 1 : 0);
    if (stream) expect([facts.camera, world.on], said).toEqual([true, 1]);
    if (shown) expect(facts.socket, said).toBe(true);
    expect(problem !== null, said).toBe(phase === 'failed' || phase === 'waiting');
    if (retryAt !== null) expect(phase, said).toBe('waiting');
    if (phase === 'done') expect([this.completed, last?.state], said).toEqual([true, 'COMPLETED']);
    if (!isUnderWay(phase)) expect(world.watchers.size, said).toBe(0);
  }

  readonly #byHand = [
    () => void this.world.check.start(),
    () => this.world.check.cancel(),
    () => this.world.check.retry(),
    () => this.world.check.stop(),
    () => this.world.check.cannot(),
    () => this.world.check.exclude(['head']),
    () => this.world.check.chooseCamera('desk'),
  ] as const;

  get #events(): (readonly [string, () => void | Promise<void>])[] {
    const { world } = this;
    const socket = world.net.sockets.at(-1);
    const asks: (() => Promise<string>)[] = [
      () => Promise.resolve(`fvs_${world.net.sockets.length}x.fvt_y`),
      () => Promise.reject(new Error('away')),
      () => new Promise<string>(() => undefined),
      () => Promise.resolve('nonsense'),
    ];
    return [
      ['start', this.#byHand[0]],
      ['begin', () => this.#begin()],
      ['begin', () => this.#begin()],
      ['cancel', this.#byHand[1]],
      ['retry', this.#byHand[2]],
      ['stop', this.#byHand[3]],
      ['cannot', this.#byHand[4]],
      ['exclude', this.#byHand[5]],
      ['choose', this.#byHand[6]],
      ['welcome', () => socket?.says(welcome({ active: this.#random() < 0.8 }))],
      ['welcome', () => socket?.says(welcome())],
      ['progress', () => socket?.answers(this.#pick([{ active_check: due() }, { active_check: check() }]))],
      ['last act', () => socket?.says(progress({ active_check: due({ number: 3, progress: 0.95 }) }))],
      ['last act', () => socket?.says(progress({ active_check: due({ number: 3, progress: 0.95 }) }))],
      ['completed', () => this.#complete()],
      ['aborted', () => socket?.says(ended({ state: 'ABORTED', ended_by: 'erased' }))],
      ['nonsense', () => socket?.says('{"type":"ended"}')],
      ['close', () => socket?.drops(...this.#pick([...CLOSED_BY]))],
      ['hide', () => world.hides(true)],
      ['show', () => world.hides(false)],
      ['leaving', () => world.changes('leaving')],
      ['online', () => this.#comesOnline()],
      ['offline', () => void (world.online = false)],
      ['unplugged', () => world.tracks.findLast(({ stopped }) => !stopped)?.onended?.()],
      ['muted', () => world.tracks.findLast(({ stopped }) => !stopped)?.onmute?.()],
      ['gone', () => void (world.prepareTrack = this.#pick([GOES, STAYS, STAYS, STAYS]))],
      ['moved', () => world.check.moved()],
      ['server', () => this.#changeServer()],
      ['gate', () => this.#gate()],
      ['open', () => this.#open()],
      ['camera', () => void (world.cameraProblem = this.#pick([null, null, 'camera_busy', 'camera_denied']))],
      ['asks', () => void (world.options = { ...world.options, newSession: this.#pick([null, ...asks]) })],
      ['token', () => this.#giveToken()],
      ...[10, 500, 2500, 5000, 20_000].map((ms) => [`${ms} ms`, () => world.clock.pass(ms)] as const),
    ];
  }

  /** As most checks begin: seldom would it come about by chance. */
  async #begin(): Promise<void> {
    this.world.cameraProblem = null;
    this.world.prepareTrack = STAYS;
    this.#open();
    void this.world.check.start();
    await settle();
    this.world.net.sockets.at(-1)?.says(welcome());
  }

  #complete(): void {
    const socket = this.world.net.sockets.at(-1);
    if (!socket || socket.closed) return;
    this.completed = true;
    socket.says(ended());
    this.completed = this.world.net.last().closed;
  }

  #comesOnline(): void {
    this.world.online = true;
    this.world.changes('online');
  }

  #gate(): void {
    this.#open();
    this.world.gate = new Promise((resolve) => {
      this.#open = () => {
        this.world.gate = null;
        resolve();
      };
    });
  }

  #changeServer(): void {
    const { world } = this;
    world.options = { ...world.options, server: this.#pick(['https://live.example', 'https://b.example']) };
    world.check.optionsChanged();
  }

  #giveToken(): void {
    const { world } = this;
    world.options = {
      ...world.options,
      sessionToken: this.#pick([TOKEN, OTHER_TOKEN, null, 'x', `fvs_${world.clock.now()}.fvt_z`]),
    };
    world.check.optionsChanged();
  }

  #pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)];
    if (item === undefined) throw new Error('expected something to pick from');
    return item;
  }
}

describe('whatever happens, in whatever order', () => {
  // A minute is for machines that have other things to do: nothing in here waits.
  it('has camera and socket on only where the phase says so, and is done only when the server has said so', async () => {
    const visited = new Set<string>();
    for (let seed = 1; seed <= 60; seed += 1) {
      const storm = new Storm(seed);
      for (let step = 0; step < 120; step += 1) await storm.step();
      await storm.stop();
      expect([storm.world.on, storm.world.clock.pending, storm.world.watchers.size]).toEqual([0, 0, 0]);
      for (const phase of storm.visited) visited.add(phase);
    }
    expect([...visited].sort()).toEqual(Object.keys(PHASES).sort());
  }, 60_000);
});
