import { describe, expect, it } from 'vitest';
import { MESSAGES } from '../../src/api/stream-shapes';
import { readMessage } from '../../src/stream/read';
import { asked, check, due, ended, progress, welcome } from '../wire';
import { documented } from '../docs';

const read = (value: unknown) => readMessage(JSON.stringify(value));

const GOOD = [
  welcome(),
  progress(),
  progress({ face: null, guidance: ['too_dark', 'blurred'], active_check: due() }),
  { type: 'pong' },
  { type: 'excluded', acts: ['blink'] },
  { type: 'error', code: 'too_late', message: 'no', sequence: 4 },
  ended({ ended_by: 'decided', verdict: 'BONA_FIDE', reasons: [], token: 'a.b.c' }),
];

describe('readMessage', () => {
  it.each(GOOD)('reads $type as it was sent', (message) => {
    expect(read(message)).toEqual(message);
  });

  it('knows every message that the server may send', () => {
    const known: unknown = JSON.parse(documented('stream.schema.json'));
    const mapping = Object.fromEntries(Object.keys(MESSAGES).map((type) => [type, expect.any(String)]));
    expect(known).toHaveProperty('$defs.ServerMessage.discriminator.mapping', mapping);
    expect(Object.keys(MESSAGES).sort()).toEqual([...new Set(GOOD.map(({ type }) => type))].sort());
  });

  it('reads what was left out as not there', () => {
    expect(read({ type: 'ended', state: 'COMPLETED' })).toMatchObject({ verdict: null, token: null });
    expect(read({ type: 'error', code: 'a', message: 'b' })).toMatchObject({ sequence: null });
  });

  it('passes over fields that it does not know', () => {
    expect(read({ ...welcome(), score: 0.9 })).toEqual(welcome());
  });

  it('leaves out words of a newer server where it can do without', () => {
    const newer = { ...progress(), guidance: ['too_dark', 'too_purple'] };
    expect(read(newer)).toMatchObject({ guidance: ['too_dark'] });
    const noticed = { ...progress(), active_check: { ...check(), notice: 'sneezed' } };
    expect(read(noticed)).toMatchObject({ active_check: { notice: null } });
  });

  it.each([
    ['text that is no JSON', '{'],
    ['a number', '3'],
    ['null', 'null'],
    ['a list', '[]'],
    ['no type', '{}'],
    ['a type of everything', '{"type":"toString"}'],
    ['a message of the client', '{"type":"ping"}'],
  ])('takes %s for no message', (_, text) => {
    expect(readMessage(text)).toBeNull();
  });

  it.each([[new Blob()], [new ArrayBuffer(4)], [undefined]])(
    'takes what is no text for no message',
    (data) => {
      expect(readMessage(data)).toBeNull();
    },
  );

  it.each([
    ['a welcome without its heartbeat', { ...welcome(), heartbeat: undefined }],
    ['a heartbeat that is no number', { ...welcome(), heartbeat: '15' }],
    ['a face of three numbers', { ...progress(), face: [1, 2, 3] }],
    ['a face with a part of a pixel', { ...progress(), face: [1, 2, 3, 4.5] }],
    ['guidance that is no list', { ...progress(), guidance: 'too_dark' }],
    ['an unknown state', progress({ active_check: { ...check(), state: 'dancing' as 'settling' } })],
    ['an unknown act', progress({ active_check: due({ ...asked(), act: 'jump' as 'smile' }) })],
    ['a prompt that is a text', { ...progress(), active_check: { ...check(), prompt: 'smile' } }],
    ['an unknown end', { type: 'ended', state: 'PASSED' }],
    ['an error without a code', { type: 'error', message: 'x' }],
  ])('refuses %s', (_, message) => {
    expect(read(message)).toBeNull();
  });

  it('refuses a message of which any one field is of another kind', () => {
    for (const message of GOOD) {
      for (const [name, value] of Object.entries(message)) {
        if (value === null) continue;
        const wrong = { ...message, [name]: Array.isArray(value) ? { 0: 1 } : [[value]] };
        expect([name, read(wrong)]).toEqual([name, null]);
      }
    }
  });
});
