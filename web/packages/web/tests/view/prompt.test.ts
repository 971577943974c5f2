import { describe, expect, it } from 'vitest';
import type { Act, QualityCode } from '../../src/api/stream';
import { en } from '../../src/texts/en';
import { choosePrompt } from '../../src/view/prompt';
import { asked, running, snapshot, WELCOME, type Answer } from './scenes';

const words = (answer: Answer, changes = {}) => choosePrompt(running(answer, changes), en).words;

describe('what is asked of the person', () => {
  it('says the act, how it is done, and that it is one', () => {
    const { words: said, due } = choosePrompt(
      running({ state: 'act_due', prompt: asked('turn_left', { number: 2 }) }),
      en,
    );
    expect(said).toEqual({
      title: 'Turn your head left',
      hint: en.acts.turn_left.how,
      warning: false,
      tone: 'act',
    });
    expect(due?.number).toBe(2);
  });

  it.each([
    [1, 'Blink once'],
    [3, 'Blink 3 times'],
  ])('writes how often, %i, as the language does', (times, title) => {
    expect(words({ state: 'act_due', prompt: asked('blink', { times }) }).title).toBe(title);
  });

  it.each([
    ['turn_left', 'turned_away'],
    ['look_down', 'covered'],
    ['tilt_right', 'cut_off'],
    ['come_closer', 'too_near'],
    ['go_back', 'too_small'],
  ] satisfies [Act, QualityCode][])(
    'does not scold somebody who does %s for being %s, which the act itself causes',
    (act, code) => {
      const said = words({ state: 'act_due', prompt: asked(act), guidance: [code] });
      expect(said.hint).toBe(en.acts[act].how);
      expect(said.warning).toBe(false);
    },
  );

  it('keeps the act in sight and warns below it where guidance has another cause', () => {
    const said = words({ state: 'act_due', prompt: asked('smile'), guidance: ['too_dark'] });
    expect(said).toMatchObject({ title: 'Smile', hint: en.guidance.too_dark, warning: true });
  });

  it('puts a face that is gone before the act, since nobody sees it done', () => {
    const { words: said, due } = choosePrompt(
      running({ state: 'act_due', prompt: asked('smile'), face: null }),
      en,
    );
    expect(said.title).toBe(en.guidance.no_face);
    expect(due).toBeNull();
  });

  it('lets guidance speak alone while nothing is asked, and tells beside it why a round began anew', () => {
    const said = words({ state: 'face_due', guidance: ['several_faces'], notice: 'face_joined' });
    expect(said).toMatchObject({
      title: en.guidance.several_faces,
      hint: en.notices.face_joined,
      warning: true,
      tone: 'unsure',
    });
  });
});

describe('what went wrong before', () => {
  it('is shown with the act only where it is about that act', () => {
    const about = (notice: 'wrong_act' | 'window_over') =>
      words({ state: 'act_due', prompt: asked('smile'), notice }).hint;
    expect(about('wrong_act')).toBe(en.notices.wrong_act);
    expect(about('window_over')).toBe(en.acts.smile.how);
  });

  it('says nothing for an event that is no business of the person', () => {
    expect(words({ state: 'resting', notice: 'settled' }).hint).toBeNull();
  });

  it('is forgotten when all is done, and so is guidance', () => {
    const said = words({ state: 'passed', notice: 'wrong_act', guidance: ['too_dark'], face: null });
    expect(said).toEqual({ title: en.states.passed, hint: null, warning: false, tone: 'good' });
  });
});

describe('the states in which nothing is asked', () => {
  it.each([
    ['face_due', en.states.face_due],
    ['settling', en.states.settling],
    ['resting', en.states.resting],
    ['returning', en.states.returning],
    ['failed', en.states.face_due],
  ] as const)('has words for %s', (state, title) => {
    expect(words({ state }).title).toBe(title);
  });

  it('asks to come back without scolding for the way back', () => {
    expect(words({ state: 'returning', guidance: ['turned_away', 'too_near'] })).toMatchObject({
      title: en.states.returning,
      hint: null,
      tone: 'good',
    });
  });

  it('asks for a still look where no acts are asked for, before and after the first answer', () => {
    expect(words({ enabled: false, state: 'face_due' }).title).toBe(en.states.still);
    const early = snapshot({ phase: 'running', welcome: { ...WELCOME, active: false } });
    expect(choosePrompt(early, en).words.title).toBe(en.states.still);
  });

  it.each([
    ['dark', en.guidance.too_dark],
    ['bright', en.guidance.too_bright],
    ['good', null],
  ] as const)('tells of light that is %s before the server has', (light, hint) => {
    expect(words({ state: 'settling' }, { light }).hint).toBe(hint);
  });

  it('tells that what was to be left out will be asked for all the same', () => {
    expect(words({ state: 'settling' }, { excludeRefused: true }).hint).toBe(en.abilities.refused);
  });
});
