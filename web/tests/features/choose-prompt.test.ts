import { describe, expect, it } from 'vitest';
import { choosePrompt } from '../../src/features/prompt/choose-prompt';
import { ACTS, FAILURES, GUIDANCE, NOTICES } from '../../src/socket/messages';
import type { Act, Guidance } from '../../src/socket/messages';
import { texts } from '../../src/texts';
import { check, due, result } from '../fakes';

const { challenge } = texts;
const choice = (change: Parameters<typeof result>[0], mirrored = true) =>
  choosePrompt(result({ verdict: 'NO_RESPONSE', ...change }), mirrored);
const words = (change: Parameters<typeof result>[0]) => choice(change)?.words;

describe('choosePrompt', () => {
  it('asks for nothing when all is well or nothing is known', () => {
    expect(words({ verdict: 'BONA_FIDE' })).toBeUndefined();
    expect(choosePrompt(null, true)).toBeNull();
  });

  it('asks for a face where the server saw none but gave no hint', () => {
    expect(words({ face_detected: false, bbox: null })).toBe(texts.guidance.no_face);
  });

  it('asks for patience while nothing else is to be done', () => {
    expect(words({})).toBe(texts.holdStill);
  });

  it.each(['face_due', 'settling', 'resting'] as const)(
    'says what to do while %s, and what comes',
    (state) => {
      expect(choice({ active_check: check({ state }) })).toMatchObject({
        words: challenge.states[state],
        note: challenge.hints[state],
        ofChallenge: true,
      });
    },
  );

  it.each(ACTS)('asks for %s in its own words', (act) => {
    const times = act === 'blink' ? 2 : 1;
    expect(choice({ active_check: due({ act, times }) })).toMatchObject({
      words: challenge.acts[act].prompt(times),
      note: challenge.acts[act].how,
      tone: 'act',
    });
  });

  it('has other words for each act', () => {
    expect(new Set(ACTS.map((act) => challenge.acts[act].prompt(1))).size).toBe(ACTS.length);
  });

  it.each([
    [1, 'Blink once'],
    [2, 'Blink twice'],
    [3, 'Blink three times'],
  ])('says how often to blink: %i', (times, expected) => {
    expect(words({ active_check: due({ act: 'blink', times }) })).toBe(expected);
  });

  it.each(ACTS)('says how to come back from %s', (act) => {
    const active_check = check({ state: 'returning', done: [act] });
    expect(choice({ active_check })).toMatchObject({ words: challenge.acts[act].back, tone: 'good' });
  });

  it.each(['hasty_act', 'flat_act'] as const)('praises nobody for a %s', (notice) => {
    const active_check = check({ state: 'returning', done: ['smile'], notice });
    expect(choice({ active_check })).toMatchObject({
      words: challenge.states.returning,
      note: challenge.notices[notice],
      tone: 'act',
    });
  });

  it.each(NOTICES)('tells of %s beside what is to be done', (notice) => {
    expect(choice({ active_check: check({ state: 'resting', notice }) })).toMatchObject({
      words: challenge.states.resting,
      note: challenge.notices[notice],
      warning: true,
    });
    expect(choice({ guidance: ['several_faces'], active_check: check({ notice }) })).toMatchObject({
      words: texts.guidance.several_faces,
      note: challenge.notices[notice],
    });
  });

  it.each(NOTICES)('tells of %s only where it is about the prompt that stands', (notice) => {
    const asked = notice === 'wrong_act';
    expect(choice({ active_check: { ...due(), notice } })).toMatchObject({
      words: challenge.acts.turn_left.prompt(1),
      note: asked ? challenge.notices[notice] : challenge.acts.turn_left.how,
      warning: asked,
    });
    const back = notice === 'hasty_act' || notice === 'flat_act';
    expect(
      choice({ active_check: check({ state: 'returning', done: ['turn_left'], notice }) }),
    ).toMatchObject({
      words: back ? challenge.states.returning : challenge.acts.turn_left.back,
      note: back ? challenge.notices[notice] : null,
      warning: back,
    });
  });

  it('tells somebody who left during a movement nothing of an earlier prompt', () => {
    const gone = { face_detected: false, bbox: null, guidance: ['no_face' as const] };
    const active_check = { ...due(), notice: 'window_over' as const };
    expect(choice({ ...gone, active_check })).toMatchObject({ words: texts.guidance.no_face, note: null });
  });

  it.each(FAILURES)('says what happened and what to do after %s', (failed_by) => {
    expect(choice({ active_check: check({ state: 'failed', failed_by }) })).toMatchObject({
      words: challenge.failures[failed_by].title,
      note: challenge.failures[failed_by].advice,
      tone: 'bad',
    });
  });

  it('says of an end whose cause it does not know that it is one', () => {
    expect(words({ active_check: check({ state: 'failed' }) })).toBe(challenge.failed.title);
  });

  it('lets an end stand, whatever the camera sees after it', () => {
    const gone = { face_detected: false, bbox: null, guidance: ['no_face' as const] };
    expect(words({ ...gone, active_check: check({ state: 'failed', failed_by: 'looped' }) })).toBe(
      challenge.failures.looped.title,
    );
    const passed = check({ state: 'passed', done: ['smile'] });
    expect(words({ verdict: 'BONA_FIDE', guidance: ['blurred'], active_check: passed })).toBe(
      challenge.passed,
    );
  });

  it('asks for patience between the last movement and the verdict', () => {
    const active_check = check({ state: 'passed' });
    expect(choice({ active_check })).toMatchObject({ words: challenge.passed, note: challenge.passedWait });
    expect(choice({ verdict: 'BONA_FIDE', active_check })?.note).toBe(challenge.passedNext);
    expect(words({ guidance: ['too_dark'], active_check })).toBe(texts.guidance.too_dark);
  });

  it('thanks nobody for movements done before an attack, but says what to do', () => {
    const active_check = check({ state: 'passed', done: ['smile'], notice: 'wrong_act' });
    expect(choice({ verdict: 'ATTACK', guidance: ['blurred'], active_check })).toMatchObject({
      words: challenge.attack.title,
      note: challenge.attack.advice,
      tone: 'bad',
      warning: false,
      ended: true,
    });
    expect(choice({ verdict: 'BONA_FIDE', active_check })?.ended).toBe(false);
  });

  const BESIDE = GUIDANCE.filter((code) => code !== 'no_face');

  it.each(BESIDE)('keeps the act that is due in place of %s, which becomes the note', (code) => {
    expect(choice({ guidance: [code], active_check: due({ act: 'smile' }) })).toMatchObject({
      words: challenge.acts.smile.prompt(1),
      note: texts.guidance[code],
      warning: true,
      ofChallenge: true,
    });
  });

  it('keeps the way back in place of a hint, which becomes the note', () => {
    const active_check = check({ state: 'returning', done: ['smile'] });
    expect(choice({ guidance: ['too_dark'], active_check })).toMatchObject({
      words: challenge.acts.smile.back,
      note: texts.guidance.too_dark,
      warning: true,
      tone: 'good',
    });
  });

  it.each([due(), check({ state: 'returning', done: ['smile'] })])(
    'calls back who left: %j',
    (active_check) => {
      const expected = { words: texts.guidance.no_face, note: null, ofChallenge: false };
      expect(choice({ face_detected: false, bbox: null, guidance: ['no_face'], active_check })).toMatchObject(
        expected,
      );
      expect(
        choice({ face_detected: false, bbox: null, guidance: ['too_dark'], active_check }),
      ).toMatchObject(expected);
    },
  );

  it.each(['face_due', 'settling', 'resting'] as const)('puts a hint first while %s', (state) => {
    expect(choice({ guidance: ['blurred'], active_check: check({ state }) })).toMatchObject({
      words: texts.guidance.blurred,
      note: null,
      ofChallenge: false,
    });
  });

  it('tells of another movement before a hint, as it is told for a moment only', () => {
    const active_check = { ...due({ act: 'smile' }), notice: 'wrong_act' as const };
    expect(choice({ guidance: ['blurred'], active_check })?.note).toBe(challenge.notices.wrong_act);
  });

  it.each<[Act, Guidance, boolean]>([
    ['turn_left', 'turned_away', true],
    ['turn_right', 'blurred', true],
    ['look_up', 'turned_away', true],
    ['look_down', 'turned_away', true],
    ['look_down', 'covered', true],
    ['open_mouth', 'covered', false],
    ['tilt_left', 'turned_away', true],
    ['tilt_right', 'turned_away', true],
    ['come_closer', 'too_near', true],
    ['go_back', 'too_small', true],
    ['come_closer', 'too_small', false],
    ['blink', 'turned_away', false],
    ['smile', 'blurred', false],
    ['turn_left', 'too_dark', false],
  ])('while %s is asked for, %s is what was asked: %s', (act, code, asked) => {
    expect(choice({ guidance: [code], active_check: due({ act }) })).toMatchObject({
      words: challenge.acts[act].prompt(1),
      note: asked ? challenge.acts[act].how : texts.guidance[code],
    });
  });

  it('scolds nobody on the way back', () => {
    const active_check = check({ state: 'returning', done: ['turn_left'] });
    expect(choice({ guidance: ['turned_away', 'blurred'], active_check })).toMatchObject({
      words: challenge.acts.turn_left.back,
      note: null,
    });
  });

  it('forgives a turned head only while a movement is asked for', () => {
    expect(words({ guidance: ['turned_away'], active_check: check({ state: 'settling' }) })).toBe(
      texts.guidance.turned_away,
    );
  });

  it('says where the person’s left is in a picture that is not mirrored', () => {
    expect(choice({ active_check: due({ act: 'turn_left' }) }, false)?.note).toBe(
      challenge.notMirrored.right,
    );
    expect(choice({ active_check: due({ act: 'tilt_right' }) }, false)?.note).toBe(
      challenge.notMirrored.left,
    );
    expect(choice({ active_check: due({ act: 'look_up' }) }, false)?.note).toBe(challenge.acts.look_up.how);
  });
});
