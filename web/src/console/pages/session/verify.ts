/** Checks a signed verdict in the browser, as docs/tokens.md says; the server is believed nothing but its keys. */
import type { Schemas } from '../../client';
import { isCount, isFields, isText, readJson } from '../../../socket/narrow';
import type { Fields } from '../../../socket/narrow';
import { disagreements } from './claims';

/** What a check came to. Only `holds` without `differs` and not `expired` is a verdict to rely on now. */
export type Checked =
  | {
      readonly kind: 'holds';
      readonly kid: string;
      readonly issued: number | null;
      readonly expires: number | null;
      /** Past its end, by a minute for the clocks; the signature holds all the same. */
      readonly expired: boolean;
      /** What the page shows otherwise than it was signed, in words. */
      readonly differs: readonly string[];
    }
  | { readonly kind: 'broken'; readonly why: string }
  | { readonly kind: 'unable'; readonly why: string };

type Parts = readonly [head: string, body: string, signature: string];

/** How far clocks may differ. */
const LEEWAY_S = 60;
/** Longer than any token is. */
const MOST = 16 * 1024;
const PART = /^[A-Za-z0-9_-]+$/;

const broken = (why: string): Checked => ({ kind: 'broken', why });

export async function check(
  session: Schemas['Session'],
  keys: readonly Schemas['PublicKey'][],
  now: number = Date.now(),
): Promise<Checked> {
  const parts = partsOf(session.token ?? '');
  const header = parts && headerOf(parts);
  if (!parts || !header) return broken('It is no signed verdict of Facevow.');
  const [known, ...more] = keys.filter(({ kid }) => kid === header.kid);
  if (!known || more.length > 0) return broken('It was signed by a key that this server does not publish.');
  const signed = await verified(parts, known);
  if (signed === null) {
    return {
      kind: 'unable',
      why: 'This browser cannot verify Ed25519 here: it needs a newer one, and a page that came by https.',
    };
  }
  if (!signed) return broken('The signature is not that of the claims: one of them was changed.');
  const claims = readJson(new TextDecoder().decode(bytesOf(parts[1])));
  if (!isFields(claims)) return broken('The claims cannot be read.');
  const expires = isCount(claims.exp) ? claims.exp : null;
  return {
    kind: 'holds',
    kid: header.kid,
    issued: isCount(claims.iat) ? claims.iat : null,
    expires,
    expired: expires !== null && expires + LEEWAY_S < now / 1000,
    differs: await disagreements(claims, session),
  };
}

function partsOf(token: string): Parts | null {
  const [head, body, signature, ...more] = token.split('.');
  if (token.length > MOST || more.length > 0 || !head || !body || !signature) return null;
  return [head, body, signature].every((part) => PART.test(part)) ? [head, body, signature] : null;
}

/** The algorithm is ours to say, never the token's: a header that names another one, or anything more, is refused. */
function headerOf([head]: Parts): { readonly kid: string } | null {
  const header: Fields | null = asFields(readJson(new TextDecoder().decode(bytesOf(head))));
  if (!header || Object.keys(header).sort().join() !== 'alg,kid,typ') return null;
  const { alg, typ, kid } = header;
  return alg === 'EdDSA' && typ === 'facevow-verdict+jwt' && isText(kid) ? { kid } : null;
}

const asFields = (value: unknown): Fields | null => (isFields(value) ? value : null);

/** Null where this browser cannot tell. */
async function verified(
  [head, body, signature]: Parts,
  { x }: Schemas['PublicKey'],
): Promise<boolean | null> {
  try {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x };
    const key = await crypto.subtle.importKey('jwk', jwk, { name: 'Ed25519' }, false, ['verify']);
    const told = new TextEncoder().encode(`${head}.${body}`);
    return await crypto.subtle.verify({ name: 'Ed25519' }, key, bytesOf(signature), told);
  } catch {
    return null;
  }
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(base64url.replaceAll('-', '+').replaceAll('_', '/')), (letter) =>
      letter.charCodeAt(0),
    );
  } catch {
    return new Uint8Array();
  }
}
