/** The application that embeds the check: a page of another origin, under a strict content security policy. */
import { readFile } from 'node:fs/promises';
import { serve, type Answer, type Running } from './serving';

const SCRIPT = new URL('../application/application.js', import.meta.url);

/** What the application's server is told to ask of the Facevow server. */
export type MakeSession = (policy: string) => Promise<string>;

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (letter) => `&#${String(letter.charCodeAt(0))};`);

/** Attributes of the component that the page's address may set. */
const PASSED_ON = ['session-token', 'server', 'lang', 'theme', 'auto-start', 'spoken', 'abilities', 'camera'];

/** The strictest policy under which a page can load the component from `server` and have it stream there. */
function policyFor(server: string): string {
  const socket = server.replace(/^http/, 'ws');
  return [
    "default-src 'none'",
    `script-src 'self' ${server}`,
    `connect-src 'self' ${server} ${socket}`,
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function page(asked: URLSearchParams): Answer {
  const server = asked.get('server') ?? '';
  const attributes = PASSED_ON.flatMap((name) => {
    const value = asked.get(name);
    return value === null ? [] : [`${name}="${escape(value)}"`];
  });
  const language = asked.get('page-lang') ?? 'en';
  return {
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': policyFor(server),
      'Permissions-Policy': 'camera=(self), microphone=()',
    },
    body: `<!doctype html>
<html lang="${escape(language)}" dir="${language === 'ar' ? 'rtl' : 'ltr'}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Sign up</title>
<script type="module" src="${escape(server)}/facevow-check.js"></script>
<script type="module" src="application.js"></script>
<main>
<h1>Sign up</h1>
<facevow-check ${attributes.join(' ')}></facevow-check>
</main>
</html>
`,
  };
}

/** Serves the page, its script, the footage under `/footage/`, and `POST /session`. */
export async function serveApplication(
  makeSession: MakeSession | null,
  footage: ReadonlyMap<string, string>,
): Promise<Running> {
  return serve(async (asked, request) => {
    if (request.method === 'POST' && asked.pathname === '/session') {
      const token = asked.searchParams.get('next-token') ?? '';
      const made =
        token === '' && makeSession ? await makeSession(asked.searchParams.get('policy') ?? '') : token;
      return {
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ session_token: made }),
      };
    }
    if (asked.pathname === '/') return page(asked.searchParams);
    if (asked.pathname === '/application.js')
      return { headers: { 'Content-Type': 'text/javascript' }, body: await readFile(SCRIPT) };
    const clip = footage.get(asked.pathname.replace('/footage/', ''));
    return clip === undefined ? { status: 404 } : { body: await readFile(clip) };
  });
}
