import { describe, expect, it } from 'vitest';
import { PROBLEMS, type ProblemCode } from '../src/flow/problems';
import type { Snapshot } from '../src/flow/snapshot';
import { happenings } from '../src/events';
import { asked, running, snapshot } from './view/scenes';

const told = (before: Snapshot, after: Snapshot, resumable = false) =>
  Object.fromEntries(happenings(before, after, resumable).map(({ name, detail }) => [name, detail]));

const codes = Object.keys(PROBLEMS).filter((name): name is ProblemCode => name in PROBLEMS);

describe('what the page is told', () => {
  it('is nothing where nothing has changed', () => {
    const at = running({ state: 'act_due', prompt: asked('smile'), guidance: ['too_dark'] });
    expect(happenings(at, at, false)).toEqual([]);
  });

  it('is nothing new while an act goes on, however far it is', () => {
    const at = (done: number) => running({ state: 'act_due', prompt: asked('smile', { progress: done }) });
    expect(happenings(at(0.1), at(0.6), false)).toEqual([]);
  });

  it('is each phase', () => {
    expect(told(snapshot(), snapshot({ phase: 'permission' }))).toEqual({
      'facevow-phase': { phase: 'permission', problem: null },
    });
  });

  it('is how long the first frame took, once', () => {
    const before = snapshot({ phase: 'running', session: 'fvs_a' });
    const after = { ...before, firstFrameAfter: 420 };
    expect(told(before, after)).toEqual({ 'facevow-started': { session: 'fvs_a', milliseconds: 420 } });
    expect(told(after, { ...after })).toEqual({});
  });

  it('is each prompt, and guidance when it is another', () => {
    const after = running({
      state: 'act_due',
      prompt: asked('blink', { number: 2 }),
      guidance: ['too_small'],
    });
    expect(told(running({ state: 'resting' }), after)).toEqual({
      'facevow-prompt': { state: 'act_due', act: 'blink', number: 2, of: 3 },
      'facevow-guidance': { codes: ['too_small'] },
    });
  });

  it('is that guidance is over when no answer stands any more, and not again', () => {
    const after = snapshot({ phase: 'waiting', problem: 'connection_lost' });
    expect(told(running({ guidance: ['too_dark'] }), after)['facevow-guidance']).toEqual({ codes: [] });
    expect(told(after, running({}))['facevow-guidance']).toBeUndefined();
  });

  it('is the end, with no word of a verdict where the server gave none', () => {
    const before = running({});
    const after = snapshot({
      phase: 'done',
      session: 'fvs_a',
      ended: { type: 'ended', state: 'COMPLETED', verdict: null },
    });
    expect(told(before, after)['facevow-ended']).toEqual({ session: 'fvs_a', state: 'COMPLETED' });
  });

  it('is the end with verdict, reasons and token where the application lets the browser know', () => {
    const ended = {
      type: 'ended',
      state: 'COMPLETED',
      verdict: 'ATTACK',
      reasons: ['looped'],
      token: 'signed',
    } as const;
    const after = snapshot({ phase: 'done', ended: { ...ended, reasons: [...ended.reasons] } });
    expect(told(snapshot({ phase: 'running' }), after)['facevow-ended']).toEqual({
      session: null,
      state: 'COMPLETED',
      verdict: 'ATTACK',
      reasons: ['looped'],
      token: 'signed',
    });
  });

  it.each(codes)('is the problem %s, with its row of the table', (problem) => {
    const { remedy, whose } = PROBLEMS[problem];
    const after = snapshot({ phase: 'failed', problem });
    expect(told(snapshot({ phase: 'connecting' }), after)['facevow-problem']).toEqual({
      code: problem,
      remedy,
      whose,
    });
  });

  it('is that a session is needed, where the token is spent and there is no way to another one', () => {
    const [before, after] = [running({}), snapshot({ phase: 'failed', problem: 'connection_lost' })];
    expect(told(before, after)['facevow-session-needed']).toEqual({ because: 'connection_lost' });
    expect(told(before, after, true)['facevow-session-needed']).toBeUndefined();
  });

  it('is not that a session is needed where the same token serves, or nothing helps', () => {
    for (const problem of ['camera_denied', 'origin_refused'] as const) {
      const after = snapshot({ phase: 'failed', problem });
      expect(told(snapshot(), after)['facevow-session-needed']).toBeUndefined();
    }
  });

  it('is that the person gave up, once', () => {
    const after = snapshot({ phase: 'cancelled', session: 'fvs_a' });
    expect(told(running({}), after)['facevow-cancelled']).toEqual({ session: 'fvs_a' });
    expect(told(after, { ...after })).toEqual({});
  });
});
