/** What a page is given to stream with, and where the streams of a server are. */

export interface SessionToken {
  readonly session: string;
  readonly token: string;
}

/** As the server makes them: letters, digits, dashes and underscores, so that they can stand in addresses and headers. */
const FORM = /^(fvs_[\w-]{1,100})\.(fvt_[\w-]{1,200})$/;

/** Reads `fvs_….fvt_…`; null for anything else. */
export function readSessionToken(text: string): SessionToken | null {
  const [, session, token] = FORM.exec(text.trim()) ?? [];
  return session !== undefined && token !== undefined ? { session, token } : null;
}

export const PROTOCOL = 'facevow.v1';

/** The subprotocols that open a stream: a browser lets a page set no headers, and an address is written into logs. */
export const offersOf = ({ token }: SessionToken): string[] => [PROTOCOL, `facevow.token.${token}`];

export const streamAddress = (server: string, { session }: SessionToken): string =>
  socketAddress(server, `v1/sessions/${session}/stream`);

export const preflightAddress = (server: string): string => socketAddress(server, 'v1/preflight');

/** Throws where `server` is no address of the web. */
function socketAddress(server: string, path: string): string {
  const base = new URL(server);
  if (base.protocol !== 'http:' && base.protocol !== 'https:')
    throw new TypeError(`expected the http or https address of a server, got ${base.protocol}`);
  const folder = base.pathname.endsWith('/') ? base.pathname : `${base.pathname}/`;
  const address = new URL(folder + path, base);
  address.protocol = base.protocol === 'https:' ? 'wss:' : 'ws:';
  return address.href;
}
