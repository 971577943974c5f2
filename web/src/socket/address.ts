/** Where the server is: said by the page's address, its host, its build, or, with none of these, its own origin. */
export interface AddressHints {
  /** `location.search` */
  readonly search: string;
  /** Content of the tag `facevow-server`. */
  readonly meta: string;
  /** VITE_API_URL and VITE_WS_URL of the build. */
  readonly apiUrl: string;
  readonly wsUrl: string;
  /** `document.baseURI` */
  readonly base: string;
}

export interface ServerAddress {
  /** Host and port for the person to read: this is where the pictures go. */
  readonly host: string;
  readonly ws: string;
  readonly health: string;
  readonly logs: string;
  /** Where the API is, with a slash at its end. */
  readonly api: string;
  /** The page came from another origin than the one it talks to. */
  readonly foreign: boolean;
}

export function serverAddress(hints: AddressHints): ServerAddress {
  const said = root(new URLSearchParams(hints.search).get('server') ?? '') ?? root(hints.meta);
  const api = said ?? root(hints.apiUrl) ?? new URL('./', hints.base);
  const built = said ? null : socketUrl(hints.wsUrl);
  const ws = built ?? new URL('ws', api);
  if (!built) ws.protocol = api.protocol === 'https:' ? 'wss:' : 'ws:';
  return {
    host: ws.host,
    ws: ws.href,
    health: new URL('health', api).href,
    logs: new URL('logs?limit=20', api).href,
    api: new URL('v1/', api).href,
    foreign: ws.host !== new URL(hints.base).host,
  };
}

/** An http(s) address as a folder to resolve in; null for anything else. */
function root(text: string): URL | null {
  const url = parseUrl(text, ['https:', 'http:']);
  return url && new URL(`${url.origin}${url.pathname.replace(/\/*$/, '/')}`);
}

const socketUrl = (text: string): URL | null => parseUrl(text, ['wss:', 'ws:']);

function parseUrl(text: string, protocols: readonly string[]): URL | null {
  try {
    const url = new URL(text.trim());
    return protocols.includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}
