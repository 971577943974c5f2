import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../src/flow/snapshot';
import { MOST_RESUMES } from '../src/flow/resuming';
import { SelfStart } from '../src/self-start';
import { HandClock } from './clock';
import { snapshot } from './view/scenes';

const LONG_MS = 60_000;
const CUT_OFF = snapshot({ phase: 'failed', problem: 'connection_lost' });

/** Every check that is begun is cut off again, and the page answers with another token each time. */
function set({ hidden = false } = {}) {
  const clock = new HandClock();
  const begun: number[] = [];
  const self = new SelfStart({
    timers: clock,
    luck: () => 0,
    hidden: () => hidden,
    begin: () => {
      begun.push(clock.now());
      self.saw('permission');
    },
  });
  const fails = (as: Snapshot = CUT_OFF) => {
    self.saw('failed');
    self.consider(as, 'token');
  };
  return { clock, begun, self, fails };
}

describe('a check that begins by itself', () => {
  it('begins at once from the start, whatever the cause', () => {
    const { begun, self } = set();
    for (const cause of ['ready', 'way', 'token'] as const) self.consider(snapshot(), cause);
    expect(begun).toHaveLength(3);
  });

  it('comes ever later after those that were cut off, and no more after the third', async () => {
    const { clock, begun, fails } = set();
    for (let turn = 0; turn < MOST_RESUMES + 2; turn += 1) {
      fails();
      await clock.pass(LONG_MS);
    }
    expect(begun).toEqual([500, LONG_MS + 1000, 2 * LONG_MS + 2000]);
  });

  it('does not come more often for more tokens', async () => {
    const { clock, begun, fails } = set();
    for (let turn = 0; turn < 5; turn += 1) fails();
    await clock.pass(LONG_MS);
    expect(begun).toHaveLength(1);
  });

  it('has its patience back once somebody has begun, or one has come to its end', async () => {
    for (const phase of ['permission', 'done'] as const) {
      const { clock, begun, self, fails } = set();
      for (let turn = 0; turn < MOST_RESUMES + 1; turn += 1) {
        fails();
        await clock.pass(LONG_MS);
      }
      self.saw(phase);
      fails();
      await clock.pass(500);
      expect(begun).toHaveLength(MOST_RESUMES + 1);
    }
  });

  it('is called off when somebody begins one meanwhile', async () => {
    const { clock, begun, self, fails } = set();
    fails();
    self.saw('permission');
    await clock.pass(LONG_MS);
    expect(begun).toEqual([]);
  });

  it('does not come after what no other token mends, nor behind another page', async () => {
    const { clock, begun, fails } = set();
    for (const problem of ['too_often', 'token_invalid', 'server_failed', 'camera_denied'] as const) {
      fails(snapshot({ phase: 'failed', problem }));
    }
    await clock.pass(LONG_MS);
    const behind = set({ hidden: true });
    behind.fails();
    await behind.clock.pass(LONG_MS);
    expect([...begun, ...behind.begun]).toEqual([]);
  });
});
