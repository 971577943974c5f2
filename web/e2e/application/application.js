/** What an application's own script does: asks its own server for sessions, and hears how the check goes. */
/* global document, fetch, location, URLSearchParams, window */
const asked = new URLSearchParams(location.search);
const check = document.querySelector('facevow-check');

/** Everything the component said, for the tests. */
window.heard = [];
for (const name of [
  'phase',
  'started',
  'prompt',
  'guidance',
  'ended',
  'problem',
  'cancelled',
  'session-needed',
]) {
  check.addEventListener(`facevow-${name}`, (event) => window.heard.push({ name, ...event.detail }));
}

const newSession = async () => {
  const answer = await fetch(`/session?${asked}`, { method: 'POST' });
  return (await answer.json()).session_token;
};

if (asked.has('renews')) check.newSession = newSession;
