import type { Settings } from './settings';

const attribute = (name: string, value: string | null): string =>
  value === null ? '' : ` ${name}="${value}"`;

/** What an application's page needs to embed the check as it is set here; `server` ends in a slash. */
export function tenLines({ language, theme, spoken }: Settings, server: string): string {
  const attributes = [
    attribute('lang', language),
    attribute('theme', theme === 'auto' ? null : theme),
    spoken ? ' spoken' : '',
  ].join('');
  return `<script type="module" src="${server}facevow-check.js"></script>
<facevow-check${attributes}></facevow-check>
<script type="module">
  const check = document.querySelector('facevow-check');
  check.newSession = async () => (await (await fetch('/check', { method: 'POST' })).json()).session_token;
  check.addEventListener('facevow-ended', async () => {
    const { verified } = await (await fetch('/check')).json();
    if (verified) location.assign('/welcome');
  });
</script>`;
}
