// @vitest-environment node
import { generateKeyPairSync, sign } from 'node:crypto';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Schemas } from '../../src/console/client';
import { canonical } from '../../src/console/pages/session/claims';
import { check } from '../../src/console/pages/session/verify';
import { HASH, session } from './sessions';

const KID = 'AuAP';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const { x = '' } = publicKey.export({ format: 'jwk' });
const key: Schemas['PublicKey'] = { kty: 'OKP', crv: 'Ed25519', x, kid: KID, use: 'sig', alg: 'EdDSA' };

const EXPIRES = 1_779_107_428;
const NOW = (EXPIRES - 3600) * 1000;

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const HEADER = { alg: 'EdDSA', kid: KID, typ: 'facevow-verdict+jwt' };

async function sha256(text: string): Promise<string> {
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Buffer.from(hash).toString('hex');
}

const manyFrames = session.timings && {
  ...session.timings,
  frames: { ...session.timings.frames, analysed: 9999 },
};

async function signedSession(change: object = {}, header: object = HEADER) {
  const transcript_sha256 = await sha256(canonical(session.transcript));
  const claims = {
    iss: 'facevow',
    iat: 1_779_021_028,
    exp: EXPIRES,
    session: session.id,
    verdict: 'BONA_FIDE',
    reasons: session.reasons,
    excluded: session.excluded,
    subject: HASH,
    policy: 'strict 3',
    thresholds: { passive: 0.7, bits: 9 },
    model: 'passive 2',
    model_sha256: HASH,
    transcript_sha256,
    frames_sha256: HASH,
    frames: 268,
    match: null,
    ...change,
  };
  const told = `${encoded(header)}.${encoded(claims)}`;
  const signature = sign(null, Buffer.from(told), privateKey).toString('base64url');
  return { ...session, transcript_sha256, token: `${told}.${signature}` };
}

afterEach(() => vi.unstubAllGlobals());

describe('the check of a signature in the browser', () => {
  it('holds for what the server’s key has signed, and agrees with what is shown', async () => {
    expect(await check(await signedSession(), [key], NOW)).toEqual({
      kind: 'holds',
      kid: KID,
      issued: 1_779_021_028,
      expires: EXPIRES,
      expired: false,
      differs: [],
    });
  });

  it('holds after its day, too, but says that it is over, a minute later for the clocks', async () => {
    const signed = await signedSession();
    const at = (late: number) => check(signed, [key], (EXPIRES + late) * 1000);
    expect(await at(59)).toMatchObject({ kind: 'holds', expired: false });
    expect(await at(61)).toMatchObject({ kind: 'holds', expired: true });
  });

  it('does not hold where a claim was changed after it was signed', async () => {
    const signed = await signedSession({ verdict: 'ATTACK' });
    const forged = await signedSession();
    const [head, , signature] = signed.token.split('.');
    const [, body] = forged.token.split('.');
    expect((await check({ ...signed, token: [head, body, signature].join('.') }, [key])).kind).toBe('broken');
  });

  it('does not hold by another server’s key of the same name, nor by a key that is not published', async () => {
    const other = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });
    const signed = await signedSession();
    expect((await check(signed, [{ ...key, x: other.x ?? '' }])).kind).toBe('broken');
    expect((await check(signed, [{ ...key, kid: 'other' }])).kind).toBe('broken');
    expect((await check(signed, [key, key])).kind).toBe('broken');
  });

  it.each([
    ['another algorithm', { ...HEADER, alg: 'HS256' }],
    ['no algorithm', { ...HEADER, alg: 'none' }],
    ['another kind of token', { ...HEADER, typ: 'facevow-receipt+jwt' }],
    ['a key of its own', { ...HEADER, jwk: key }],
  ])('refuses a header that names %s', async (_, header) => {
    expect((await check(await signedSession({}, header), [key])).kind).toBe('broken');
  });

  it.each(['', 'a.b', 'a.b.c.d', '..', 'a+b.c.d', `${'a'.repeat(17_000)}.b.c`])(
    'refuses what is no token: %#',
    async (token) => {
      expect((await check({ ...session, token }, [key])).kind).toBe('broken');
    },
  );

  it.each<[string, Partial<Schemas['Session']>]>([
    ['the verdict', { verdict: 'ATTACK' }],
    ['the reasons', { reasons: ['passive_high'] }],
    ['what was left out', { excluded: [] }],
    ['the policy', { policy_title: 'lenient 3' }],
    ['the model’s hash', { model: { name: 'passive 2', sha256: 'ff'.repeat(32) } }],
    ['the session', { id: 'fvs_other' }],
    ['the transcript', { transcript: session.transcript.slice(1) }],
    ['the frames’ hash', { frames_sha256: null }],
    ['the number of frames', { timings: manyFrames }],
    ['the number of frames', { timings: null }],
    ['the threshold', { evidence: { passive: { score: 0.93, threshold: 0.5 } } }],
    ['the threshold', { evidence: {} }],
    ['the end', { ended: '2026-05-17T12:30:29Z' }],
    ['the end', { ended: null }],
    ['whether a subject was named', { subject_given: false }],
    ['whom it was compared with', { compare: 'subject' }],
  ])('says where what is shown is not what was signed: %s', async (name, shown) => {
    const checked = await check({ ...(await signedSession()), ...shown }, [key]);
    expect(checked).toMatchObject({ kind: 'holds', differs: [name] });
  });

  it('compares the comparison too, where one was signed', async () => {
    const match = {
      matched: true,
      score: 0.8,
      threshold: 0.58,
      matcher: 'm',
      against: 'subject',
      frames: 38,
    } as const;
    const signed = await signedSession({
      match: { matched: true, threshold: 0.58, matcher: 'm', against: 'subject', frames: 38 },
    });
    const shown = { ...signed, compare: 'subject', match } as const;
    expect(await check(shown, [key])).toMatchObject({ differs: [] });
    for (const changed of [{ matched: false }, { threshold: 0.1 }, { matcher: 'n' }, { frames: 2 }])
      expect(await check({ ...shown, match: { ...match, ...changed } }, [key])).toMatchObject({
        differs: ['the comparison'],
      });
    expect(await check({ ...shown, match: null }, [key])).toMatchObject({ differs: ['the comparison'] });
    expect(await check({ ...shown, compare: 'reference' }, [key])).toMatchObject({
      differs: ['whom it was compared with'],
    });
    expect(await check({ ...shown, match: { ...match, score: 0.9 } }, [key])).toMatchObject({ differs: [] });
  });

  it('says that it cannot be checked where the browser has no Ed25519, and never that it holds', async () => {
    const signed = await signedSession();
    vi.stubGlobal('crypto', { subtle: undefined });
    expect((await check(signed, [key])).kind).toBe('unable');
  });

  it('looks at the end to the second, as the token has it', async () => {
    const shown = { ...(await signedSession()), ended: '2026-05-17T12:30:28.999999Z' };
    expect(await check(shown, [key])).toMatchObject({ differs: [] });
  });

  it('writes JSON as RFC 8785 has it', () => {
    expect(
      canonical([
        { event: 'prompted', at: 1.5, act: 'turn_left' },
        { event: 'act_done', at: 2.0 },
      ]),
    ).toBe('[{"act":"turn_left","at":1.5,"event":"prompted"},{"at":2,"event":"act_done"}]');
  });
});
