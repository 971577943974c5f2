const check = document.querySelector('facevow-check');
const said = document.getElementById('said');

/** Has the application's own server make a session; it alone has the API key. */
check.newSession = async ({ excluded }) => {
  const response = await fetch('/check', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ cannot: excluded }),
  });
  if (!response.ok) throw new Error(`no session: ${response.status}`);
  return (await response.json()).session_token;
};

/** The browser decides nothing: whether the check was passed, the application's server reads from Facevow. */
check.addEventListener('facevow-ended', async () => {
  const { verified } = await (await fetch('/check')).json();
  said.textContent = verified ? 'Thank you, that is you.' : 'That did not work. Please try again.';
});
