import { describe, expect, it } from 'vitest';
import { FramePump } from '../../src/camera/pump';
import { HandClock } from '../clock';

const frame = new Blob(['frame']);

function setUp(grab: (clock: HandClock) => Promise<Blob | null> = () => Promise.resolve(frame)) {
  const clock = new HandClock();
  const state = { room: true, emitted: 0 };
  const pump = new FramePump({
    timers: clock,
    grab: () => grab(clock),
    mayEmit: () => state.room,
    emit: () => {
      state.emitted += 1;
    },
  });
  return { clock, state, pump };
}

describe('FramePump', () => {
  it('takes fifteen frames a second', async () => {
    const { clock, state, pump } = setUp();
    pump.start();
    await clock.pass(2000);
    expect(state.emitted).toBeGreaterThanOrEqual(30);
    expect(state.emitted).toBeLessThanOrEqual(31);
  });

  it('is not hurried by kicks', async () => {
    const { clock, state, pump } = setUp();
    pump.start();
    for (let kick = 0; kick < 100; kick += 1) {
      await clock.pass(10);
      pump.kick();
    }
    expect(state.emitted).toBeLessThanOrEqual(16);
  });

  it('takes none while there is no room, and makes up for none of them', async () => {
    const { clock, state, pump } = setUp();
    state.room = false;
    pump.start();
    await clock.pass(3000);
    expect(state.emitted).toBe(0);
    state.room = true;
    await clock.pass(1000);
    expect(state.emitted).toBeLessThanOrEqual(17);
    expect(state.emitted).toBeGreaterThanOrEqual(14);
  });

  it('encodes one frame at a time', async () => {
    let atOnce = 0;
    let most = 0;
    const { clock, pump, state } = setUp(async (time) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise<void>((done) => time.set(done, 200));
      atOnce -= 1;
      return frame;
    });
    pump.start();
    await clock.pass(1000);
    pump.kick();
    expect(most).toBe(1);
    expect(state.emitted).toBeGreaterThanOrEqual(4);
  });

  it('goes on after a frame that could not be drawn', async () => {
    let first = true;
    const { clock, state, pump } = setUp(() => {
      if (!first) return Promise.resolve(frame);
      first = false;
      return Promise.reject(new Error('lost context'));
    });
    pump.start();
    await clock.pass(200);
    expect(state.emitted).toBeGreaterThan(0);
  });

  it('emits nothing after stop, not even the frame being encoded', async () => {
    const { clock, state, pump } = setUp(async (time) => {
      await new Promise<void>((done) => time.set(done, 50));
      return frame;
    });
    pump.start();
    pump.stop();
    await clock.pass(1000);
    expect([state.emitted, clock.pending]).toEqual([0, 0]);
  });
});
