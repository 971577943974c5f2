import type { NewSession } from '@facevow/web';

/** Has the application's own server make a session; it alone has the API key. */
export const newSession: NewSession = async ({ excluded }) => {
  const response = await fetch('/check', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ cannot: excluded }),
  });
  if (!response.ok) throw new Error(`no session: ${response.status}`);
  const { session_token } = (await response.json()) as { session_token: string };
  return session_token;
};

/** The browser decides nothing: whether the check was passed, the application's server reads from Facevow. */
export async function isVerified(): Promise<boolean> {
  const { verified } = (await (await fetch('/check')).json()) as { verified: boolean };
  return verified;
}
