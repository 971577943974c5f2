import { describe, expect, it } from 'vitest';
import { offersOf, preflightAddress, readSessionToken, streamAddress } from '../../src/stream/token';

describe('readSessionToken', () => {
  it('takes session and token apart, whatever blanks stand around them', () => {
    expect(readSessionToken(' fvs_a-1.fvt_b_2\n')).toEqual({ session: 'fvs_a-1', token: 'fvt_b_2' });
  });

  it.each([
    [''],
    ['fvs_a'],
    ['fvt_b'],
    ['fvs_a.'],
    ['.fvt_b'],
    ['fvt_b.fvs_a'],
    ['fvs_a.fvt_b.fvt_c'],
    ['fvs_a/../b.fvt_c'],
    ['fvs_a.fvt_ü'],
    ['fvs_a.fvt_b c'],
    [`fvs_${'a'.repeat(101)}.fvt_b`],
  ])('takes %j for none', (text) => {
    expect(readSessionToken(text)).toBeNull();
  });
});

describe('the address of a stream', () => {
  const token = { session: 'fvs_a', token: 'fvt_b' };

  it.each([
    ['https://live.example', 'wss://live.example/v1/sessions/fvs_a/stream'],
    ['https://live.example/', 'wss://live.example/v1/sessions/fvs_a/stream'],
    ['http://localhost:8000', 'ws://localhost:8000/v1/sessions/fvs_a/stream'],
    ['https://one.example/faces', 'wss://one.example/faces/v1/sessions/fvs_a/stream'],
    ['https://one.example/faces/?a=1#b', 'wss://one.example/faces/v1/sessions/fvs_a/stream'],
  ])('is below %s, folder and all', (server, address) => {
    expect(streamAddress(server, token)).toBe(address);
  });

  it.each([[''], ['live.example'], ['ftp://live.example'], ['javascript:alert(1)']])(
    'is refused below %j',
    (server) => {
      expect(() => preflightAddress(server)).toThrow(TypeError);
    },
  );

  it('holds no token: that goes among the subprotocols', () => {
    expect(streamAddress('https://live.example', token)).not.toContain('fvt_');
    expect(offersOf(token)).toEqual(['facevow.v1', 'facevow.token.fvt_b']);
  });
});
