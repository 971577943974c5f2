/** What is shown of a session once it is gone. */
import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { away, heading, leave, never, prepare, refusal, serve, show } from './console-page';
import { frame, HASH, session } from './sessions';

const HERE = `#/sessions/${session.id}`;
const ADDRESS = `/v1/sessions/${session.id}`;
const WHY = 'The challenge was passed';

/** A server with this session, whose answer about it can be changed. */
function answering() {
  const server: { session: () => unknown } = { session: () => session };
  const asked = serve(({ path, method }) => {
    if (method === 'DELETE')
      return {
        erased: 'session',
        session: session.id,
        subject_salt: null,
        subject_sha256: null,
        erased_at: '2026-05-18T08:00:00Z',
        counts: { sessions: 1, images: 0, callbacks: 0, log_rows: 269, templates: 0 },
        audit: { number: 1812, hash: HASH },
        token: 'eyJ.eyJ.sig',
      };
    if (path === ADDRESS) return server.session();
    if (path.startsWith(`${ADDRESS}/frames`)) return { frames: [frame(0.2)], next: null };
    if (path.startsWith('/v1/sessions?')) return { sessions: [session], next: null };
    return path === '/v1/policies' ? { policies: [], default: 'strict' } : undefined;
  });
  return { server, asked };
}

const to = (hash: string) =>
  act(() => {
    location.hash = hash;
    window.dispatchEvent(new HashChangeEvent('hashchange'));
  });

beforeEach(prepare);
afterEach(leave);

describe('a session that is gone', () => {
  it('is not shown again from what was read before it was erased, nor is the list that had it', async () => {
    const { server, asked } = answering();
    await show('#/sessions');
    await waitFor(() => expect(document.body.textContent).toContain(session.id));
    to(HERE);
    await screen.findByText(WHY);
    fireEvent.click(screen.getByTestId('erase'));
    fireEvent.click(screen.getByTestId('confirm-yes'));
    await screen.findByTestId('receipt');
    to('#/policies');
    await heading('Policies');
    server.session = never;
    to(HERE);
    await heading('Session');
    expect(screen.queryByText(WHY)).toBeNull();
    expect(screen.queryByTestId('timeline')).toBeNull();
    const before = asked.length;
    to('#/sessions');
    await waitFor(() =>
      expect(asked.slice(before).some(({ path }) => path.startsWith('/v1/sessions?'))).toBe(true),
    );
  });

  it.each([404, 410, 403])('gives way to what the server says of it: %i', async (status) => {
    const { server } = answering();
    await show(HERE);
    await screen.findByText(WHY);
    server.session = () => refusal(status, 'session_unknown');
    fireEvent.click(screen.getByRole('button', { name: 'Read anew' }));
    expect((await screen.findByTestId('error')).textContent).toContain('Could not read the session');
    expect(screen.queryByText(WHY)).toBeNull();
    expect(screen.queryByTestId('erase')).toBeNull();
  });

  it.each([
    ['has a fault', () => refusal(503, 'store_error')],
    ['is away', away],
  ])('is not one of which nothing is known: it stays in view while the server %s', async (_, answer) => {
    const { server, asked } = answering();
    await show(HERE);
    await screen.findByText(WHY);
    const before = asked.length;
    server.session = answer;
    fireEvent.click(screen.getByRole('button', { name: 'Read anew' }));
    await screen.findByTestId(answer === away ? 'offline' : 'error');
    expect(asked.slice(before).some(({ path }) => path === ADDRESS)).toBe(true);
    expect(screen.getByText(WHY)).toBeTruthy();
  });
});
