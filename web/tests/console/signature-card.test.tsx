/** What the card says that a signature came to. */
import { screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Checked } from '../../src/console/pages/session/verify';
import { leave, prepare, serve, show } from './console-page';
import { session } from './sessions';

const check = vi.hoisted(() => vi.fn<() => Promise<unknown>>());
vi.mock('../../src/console/pages/session/verify', () => ({ check }));

const HOLDS: Checked = {
  kind: 'holds',
  kid: 'AuAP',
  issued: 1_779_021_028,
  expires: 1_779_107_428,
  expired: false,
  differs: [],
};

/** The card’s text, once the check came to this. */
async function cardOf(checked: Checked): Promise<string> {
  check.mockResolvedValue(checked);
  serve(({ path }) => {
    if (path === `/v1/sessions/${session.id}`) return { ...session, token: 'a.b.c' };
    return path === '/.well-known/jwks.json' ? { keys: [] } : undefined;
  });
  await show(`#/sessions/${session.id}`);
  await screen.findByText('The signature holds');
  return screen.getByTestId('signature').textContent;
}

beforeEach(prepare);
afterEach(leave);

describe('the card of a signature', () => {
  it('claims agreement for what the signature covers only, and says what that is', async () => {
    const card = await cardOf(HOLDS);
    expect(card).toContain('What it covers is as shown here');
    expect(card).toMatch(/Does not cover.*passive score/);
    expect(card).toContain('Valid until');
    expect(card).not.toContain('Expired');
  });

  it('says that a verdict has expired, and that its signature holds all the same', async () => {
    const card = await cardOf({ ...HOLDS, expired: true });
    expect(card).toContain('Expired');
    expect(card).toContain('Was valid until');
  });

  it('says loudly what is shown otherwise than it was signed', async () => {
    const card = await cardOf({ ...HOLDS, differs: ['the threshold'] });
    expect(card).toContain('It says otherwise');
    expect(within(screen.getByTestId('signature')).getByRole('alert').textContent).toContain('the threshold');
  });
});
