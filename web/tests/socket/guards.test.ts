import { describe, expect, it } from 'vitest';
import { parseServerMessage } from '../../src/socket/guards';
import { ACTIVE_STATES, ACTS, FAILURES, NOTICES } from '../../src/socket/messages';
import { check, due, prompt, result } from '../fakes';

const parse = (message: unknown) => parseServerMessage(JSON.stringify(message));

describe('parseServerMessage', () => {
  it('takes a well-formed result as it is', () => {
    expect(parse(result())).toEqual(result());
  });

  it('takes a result without a face', () => {
    const message = result({
      face_detected: false,
      bbox: null,
      verdict: 'NO_RESPONSE',
      guidance: ['no_face'],
    });
    expect(parse(message)).toEqual(message);
  });

  it.each([
    [{ type: 'pong' }],
    [{ type: 'active_check_reset', message: 'again' }],
    [{ type: 'active_check', enabled: true }],
    [{ type: 'error', code: 'not_json', message: 'no JSON' }],
    [{ type: 'error', code: 'bad_frame', message: 'no JPEG', frame: 7 }],
  ])('takes %j', (message) => {
    expect(parse(message)).toEqual(message);
  });

  it('leaves out what it was not told to expect', () => {
    expect(parse({ ...result(), score: 0.3 })).not.toHaveProperty('score');
  });

  it('leaves out guidance and acts it has no words for', () => {
    const message = {
      ...result(),
      guidance: ['wear_a_hat', 'too_dark'],
      active_check: { ...check(), done: ['wink', 'blink'] },
    };
    expect(parse(message)).toMatchObject({ guidance: ['too_dark'], active_check: { done: ['blink'] } });
  });

  it.each([
    ['no JSON', '{"type":'],
    ['a list', '[]'],
    ['null', 'null'],
    ['a number', '7'],
    ['an unknown type', '{"type":"verdict"}'],
    ['binary', new ArrayBuffer(4)],
    ['an error without a code', '{"type":"error","message":"x"}'],
    ['an error of no frame there can be', '{"type":"error","code":"x","message":"x","frame":-1}'],
    ['an error of a frame in words', '{"type":"error","code":"x","message":"x","frame":"1"}'],
    ['a switch that is no boolean', '{"type":"active_check","enabled":"yes"}'],
  ])('refuses %s', (_, data) => {
    expect(parseServerMessage(data)).toBeNull();
  });

  it.each([
    ['is_real', 'true'],
    ['face_detected', 1],
    ['confidence', 1.01],
    ['confidence', -0.1],
    ['confidence', null],
    ['verdict', 'REAL'],
    ['verdict', undefined],
    ['bbox', [1, 2, 3]],
    ['bbox', [1, 2, 3, '4']],
    ['bbox', [1, 2, -3, 4]],
    ['bbox', undefined],
    ['frame', 1.5],
    ['frame', -1],
    ['dropped', 'none'],
    ['width', null],
    ['guidance', 'no_face'],
    ['active_check_message', null],
    ['active_check_passed', 'no'],
    ['active_check', null],
  ])('refuses a result whose %s is %j', (field, value) => {
    expect(parse({ ...result(), [field]: value })).toBeNull();
  });

  it.each([
    ...ACTIVE_STATES.map((state) => check({ state, prompt: state === 'act_due' ? prompt() : null })),
    ...ACTS.map((act) => due({ act, times: act === 'blink' ? 3 : 1 })),
    ...NOTICES.map((notice) => check({ notice })),
    ...FAILURES.map((failed_by) => check({ state: 'failed', failed_by })),
  ])('takes the challenge %j as it is', (active_check) => {
    expect(parse(result({ active_check }))).toEqual(result({ active_check }));
  });

  it('drops a notice and a cause it has no words for, so that the rest stays shown', () => {
    const active_check = { ...check(), notice: 'sneezed', failed_by: 'bored' };
    expect(parse({ ...result(), active_check })).toMatchObject({
      active_check: { notice: null, failed_by: null },
    });
  });

  it.each([
    ['enabled', 'yes'],
    ['state', 'sing'],
    ['state', 'act_due'],
    ['done', undefined],
    ['done', 'blink'],
    ['of', -1],
    ['of', undefined],
    ['prompt', undefined],
    ['prompt', 'blink'],
    ['notice', 3],
    ['notice', undefined],
    ['failed_by', false],
    ['failed_by', undefined],
  ])('refuses a challenge whose %s is %j', (field, value) => {
    expect(parse({ ...result(), active_check: { ...check(), [field]: value } })).toBeNull();
  });

  it.each([
    ['act', 'wink'],
    ['act', null],
    ['times', 0],
    ['times', 1.5],
    ['number', 0],
    ['number', 4],
    ['of', '3'],
    ['seconds_left', -0.1],
    ['seconds_left', null],
    ['window', 0],
    ['progress', 1.01],
    ['progress', -0.1],
    ['progress', null],
  ])('refuses a prompt whose %s is %j', (field, value) => {
    const active_check = { ...due(), prompt: { ...prompt(), [field]: value } };
    expect(parse({ ...result(), active_check })).toBeNull();
  });
});
