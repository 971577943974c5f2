import { describe, expect, it } from 'vitest';
import { PHASES, type Phase } from '../../src/flow/phases';
import { PROBLEMS, type ProblemCode } from '../../src/flow/problems';
import { en } from '../../src/texts/en';
import { sceneOf } from '../../src/view/scene';
import { asked, running, snapshot } from './scenes';

const phases = Object.keys(PHASES).filter((name): name is Phase => name in PHASES);
const codes = Object.keys(PROBLEMS).filter((name): name is ProblemCode => name in PROBLEMS);
const ended = (verdict?: string) => ({
  type: 'ended' as const,
  state: 'COMPLETED' as const,
  ...(verdict === undefined ? {} : { verdict }),
});

describe('each phase', () => {
  it.each(phases)('has a title in %s', (phase) => {
    expect(sceneOf(snapshot({ phase }), en).words.title).not.toBe('');
  });

  it.each(phases)('shows the picture in %s only where the camera may be on', (phase) => {
    expect(sceneOf(snapshot({ phase }), en).panel === 'camera').toBe(PHASES[phase].camera);
  });

  it.each(phases.filter((phase) => !PHASES[phase].final && phase !== 'idle'))(
    'lets the person give up in %s',
    (phase) => {
      expect(sceneOf(snapshot({ phase }), en).buttons.cancel).toBe(true);
    },
  );
});

describe('each problem', () => {
  it.each(codes)('tells of %s by title and advice, at once, as failed', (problem) => {
    const { words, said, panel } = sceneOf(snapshot({ phase: 'failed', problem, canRetry: true }), en);
    expect(panel).toBe('problem');
    expect(words.title).toBe(en.problems[problem].title);
    expect(words.hint).toBe(en.problems[problem].advice);
    expect(said.alert).toMatchObject({
      words: expect.stringContaining(en.problems[problem].advice) as unknown,
    });
  });

  it('offers another try only where there can be one', () => {
    const retry = (canRetry: boolean) =>
      sceneOf(snapshot({ phase: 'failed', problem: 'camera_denied', canRetry }), en).buttons.retry;
    expect([retry(true), retry(false)]).toEqual(['again', null]);
  });

  it.each(codes.filter((code) => PROBLEMS[code].remedy === 'new_session' && code !== 'too_often'))(
    'tells of no button that is not there, where %s needs a session that only the application can make',
    (problem) => {
      const { words, buttons } = sceneOf(snapshot({ phase: 'failed', problem }), en);
      expect(buttons.retry).toBeNull();
      expect(words).toMatchObject({
        title: en.problems[problem].title,
        hint: en.problems.token_used.advice,
      });
    },
  );

  it('says when it is tried again by itself, and that one need not wait', () => {
    const scene = sceneOf(
      snapshot({ phase: 'waiting', problem: 'server_full', retryAt: 5000, canRetry: true }),
      en,
    );
    expect(scene).toMatchObject({ panel: 'camera', retryAt: 5000, busy: true, buttons: { retry: 'now' } });
  });
});

describe('the end', () => {
  it.each([
    ['BONA_FIDE', 'good'],
    ['ATTACK', 'bad'],
    ['NO_RESPONSE', 'unsure'],
  ] as const)('tells of %s where the application lets the browser know', (verdict, tone) => {
    const { words } = sceneOf(snapshot({ phase: 'done', ended: ended(verdict) }), en);
    expect(words).toMatchObject({ title: en.verdicts[verdict].title, tone });
  });

  it.each([undefined, 'SOMETHING_NEW'])('gives no hint of what came of it where it is %s', (verdict) => {
    const { words, buttons } = sceneOf(
      snapshot({ phase: 'done', ended: ended(verdict), canRetry: true }),
      en,
    );
    expect(words).toMatchObject({ title: en.done.title, tone: 'plain' });
    expect(buttons.retry).toBeNull();
  });
});

describe('what is said', () => {
  const saidOf = (...args: Parameters<typeof running>) => sceneOf(running(...args), en).said;
  const act = (...args: Parameters<typeof running>) => {
    const { alert } = saidOf(...args);
    return alert === null || alert === 'as before' ? null : alert;
  };

  it('interrupts for an act, and says it with how it is done', () => {
    expect(act({ state: 'act_due', prompt: asked('look_up') })?.words).toBe(
      `Look up. ${en.acts.look_up.how}`,
    );
  });

  it('is the same thing while an act goes on, whatever its progress, its time and what is amiss', () => {
    const keys = [0, 0.4, 0.9].map(
      (done) =>
        act({
          state: 'act_due',
          prompt: asked('look_up', { progress: done, seconds_left: 5 - done }),
          guidance: done > 0.5 ? ['too_dark'] : [],
        })?.key,
    );
    expect(new Set(keys).size).toBe(1);
  });

  it('lets what is amiss in an act wait its turn', () => {
    const said = saidOf({ state: 'act_due', prompt: asked('smile'), guidance: ['too_dark'] });
    expect(said.status?.words).toBe(en.guidance.too_dark);
    expect(said.alert).toMatchObject({ words: `Smile. ${en.acts.smile.how}` });
  });

  it('leaves an act as it was told while the face is out of view', () => {
    const said = saidOf({ state: 'act_due', prompt: asked('smile'), face: null });
    expect(said.alert).toBe('as before');
    expect(said.status?.words).toBe(en.guidance.no_face);
  });

  it('is another thing when the same act is asked for again, later or in another session', () => {
    const first = act({ state: 'act_due', prompt: asked('smile') });
    const later = act({
      state: 'act_due',
      done: ['smile', 'blink'],
      prompt: asked('smile', { number: 3 }),
    });
    const anew = act({ state: 'act_due', prompt: asked('smile') }, { round: 1 });
    expect(new Set([first?.key, later?.key, anew?.key]).size).toBe(3);
  });

  it('waits its turn for everything that is no act', () => {
    for (const said of [saidOf({ state: 'settling' }), sceneOf(snapshot({ phase: 'permission' }), en).said]) {
      expect(said.alert).toBeNull();
      expect(said.status).not.toBeNull();
    }
  });

  it('ends a title that has no end of its own, and leaves one that has', () => {
    expect(sceneOf(snapshot({ phase: 'cancelled' }), en).said.alert).toMatchObject({
      words: 'The check was cancelled. The camera is off.',
    });
    expect(sceneOf(snapshot({ phase: 'permission' }), en).said.status?.words).toMatch(
      /^May we use the camera\? C/,
    );
  });
});

describe('an act on the screen', () => {
  it('goes to the side that the person sees: their own in a mirror, the other one in a picture', () => {
    const side = (mirrored: boolean) =>
      sceneOf(running({ state: 'act_due', prompt: asked('turn_left') }, { mirrored }), en).side;
    expect([side(true), side(false)]).toEqual(['left', 'right']);
  });

  it('is counted among those asked for', () => {
    const { steps } = sceneOf(
      running({ state: 'act_due', done: ['smile'], prompt: asked('blink', { number: 2 }) }),
      en,
    );
    expect(steps).toEqual({ done: 1, of: 3, words: 'Step 2 of 3' });
  });

  it('can be refused while it is asked for, where the application allows that', () => {
    const may = (person_may_exclude: boolean, answer = {}) => {
      const at = running({ state: 'act_due', prompt: asked('blink'), ...answer });
      const welcome = at.welcome && { ...at.welcome, person_may_exclude };
      return sceneOf({ ...at, welcome }, en).buttons.cannot;
    };
    expect([may(true), may(false), may(true, { state: 'resting', prompt: null })]).toEqual([
      true,
      false,
      false,
    ]);
  });
});
