import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { away, heading, leave, prepare, refusal, serve, show, type } from './console-page';

const KEY = 'fvk_0000000000000000_1';
const info = { key_id: 'fvk_0000', scopes: ['operate', 'sessions'], locked: true };
const policies = { policies: [], default: 'strict' };

beforeEach(prepare);
afterEach(leave);

describe('the door', () => {
  it('lets one in without a key where the server asks for none', async () => {
    serve(({ path }) => (path === '/v1/policies' ? policies : undefined));
    await show('#/policies');
    expect(await heading('Policies')).toBeTruthy();
    expect(screen.getByText(/no key is asked for/)).toBeTruthy();
    expect(screen.queryByTestId('leave')).toBeNull();
  });

  it('asks for a key where the server is locked, sends it with every question, and keeps it nowhere', async () => {
    const asked = serve(({ path, key }) => {
      if (key === null && path.startsWith('/v1/')) return refusal(401, 'key_missing');
      return path === '/v1/key' ? info : path === '/v1/policies' ? policies : undefined;
    });
    await show('#/policies');
    await screen.findByTestId('door');
    type('API key', ` ${KEY} `);
    fireEvent.submit(screen.getByTestId('door'));
    await heading('Policies');
    expect(asked.filter(({ path }) => path === '/v1/policies').map(({ key }) => key)).toEqual([
      `Bearer ${KEY}`,
    ]);
    expect([document.cookie, localStorage.length, sessionStorage.length]).toEqual(['', 0, 0]);
  });

  it('says what is wrong with a key that the server does not take', async () => {
    serve(({ key }) => refusal(401, key === null ? 'key_missing' : 'key_unknown'));
    await show('#/');
    await screen.findByTestId('door');
    expect(screen.queryByRole('alert')).toBeNull();
    type('API key', KEY);
    fireEvent.submit(screen.getByTestId('door'));
    expect((await screen.findByRole('alert')).textContent).toContain('does not know this key');
  });

  it('stays open for another key where one was pasted with a character that no header can hold', async () => {
    const asked = serve(({ path, key }) => {
      if (key === null && path.startsWith('/v1/')) return refusal(401, 'key_missing');
      return path === '/v1/key' ? info : path === '/v1/policies' ? policies : undefined;
    });
    await show('#/policies');
    await screen.findByTestId('door');
    const before = asked.length;
    for (const pasted of [`${KEY}\u2026`, 'fvk_é', 'fvk_a b']) {
      type('API key', pasted);
      fireEvent.submit(screen.getByTestId('door'));
      expect((await screen.findByRole('alert')).textContent).toContain('That is no API key');
    }
    expect(asked).toHaveLength(before); // none of it went over the wire
    expect(screen.queryByTestId('offline')).toBeNull();
    type('API key', KEY);
    fireEvent.submit(screen.getByTestId('door'));
    await heading('Policies');
  });

  it('shuts again, and forgets the key, when the key is revoked while it is used', async () => {
    let revoked = false;
    const asked = serve(({ path, key }) => {
      if (key === null) return refusal(401, 'key_missing');
      if (revoked) return refusal(401, 'key_revoked');
      return path === '/v1/key'
        ? info
        : path === '/v1/live'
          ? { capacity: 4, inside: 0, draining: false, sessions: [] }
          : undefined;
    });
    const server = await show('#/policies');
    await screen.findByTestId('door');
    type('API key', KEY);
    fireEvent.submit(screen.getByTestId('door'));
    await screen.findByTestId('leave');
    revoked = true;
    act(() => {
      location.hash = '#/live';
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    });
    expect((await screen.findByRole('alert')).textContent).toContain('revoked');
    expect(server.key).toBeNull();
    expect(asked.at(-1)?.key).toBeNull();
  });

  it('forgets the key when told to', async () => {
    serve(({ path, key }) => {
      if (key === null) return refusal(401, 'key_missing');
      return path === '/v1/key' ? info : undefined;
    });
    const server = await show('#/policies');
    await screen.findByTestId('door');
    type('API key', KEY);
    fireEvent.submit(screen.getByTestId('door'));
    fireEvent.click(await screen.findByTestId('leave'));
    await screen.findByTestId('door');
    expect(server.key).toBeNull();
  });
});

describe('the shell', () => {
  it('says which scope a page needs that the key has not, and asks nothing for it', async () => {
    const asked = serve(({ path }) => (path === '/v1/key' ? info : undefined));
    await show('#/people');
    expect((await screen.findByTestId('empty')).textContent).toContain('scope gallery');
    expect(asked.every(({ path }) => !path.startsWith('/v1/gallery'))).toBe(true);
    expect(within(screen.getByTestId('nav-people')).getByText(/not with this key/)).toBeTruthy();
  });

  it('says that there is no page at an address that it does not know', async () => {
    serve(() => undefined);
    await show('#/nowhere');
    await heading('There is no such page');
    expect(document.title).toBe('There is no such page · Facevow console');
  });

  it('marks the page that is shown, and gives the keyboard to what has changed', async () => {
    serve(({ path }) => (path === '/v1/policies' ? policies : undefined));
    await show('#/nowhere');
    await heading('There is no such page');
    act(() => {
      location.hash = '#/policies';
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    });
    await heading('Policies');
    expect(screen.getByTestId('nav-policies').getAttribute('aria-current')).toBe('page');
    expect(document.activeElement).toBe(screen.getByRole('main'));
  });

  it('has a way past the navigation for the keyboard, which leaves the address as it is', async () => {
    serve(({ path }) => (path === '/v1/policies' ? policies : undefined));
    await show('#/policies');
    await heading('Policies');
    fireEvent.click(screen.getByText('Skip to the page'));
    expect(document.activeElement).toBe(screen.getByRole('main'));
    expect(location.hash).toBe('#/policies');
  });

  it('finds a server by itself that was away when the console was opened', async () => {
    let there = false;
    serve(({ path }) => (there ? (path === '/v1/policies' ? policies : undefined) : away()));
    const server = await show('#/policies');
    expect((await screen.findByTestId('error')).dataset.code).toBe('away');
    there = true;
    await act(() => server.probe());
    await heading('Policies');
  });

  it('says when the server does not answer, and reads all anew when it is back', async () => {
    let there = true;
    const asked = serve(({ path }) => {
      if (!there) return away();
      if (path === '/health/live') return { status: 'alive' };
      return path === '/v1/policies' ? policies : undefined;
    });
    const server = await show('#/policies');
    await heading('Policies');
    there = false;
    await act(() => server.probe());
    expect(screen.getByTestId('offline').textContent).toContain('does not answer');
    const before = asked.length;
    there = true;
    fireEvent.click(screen.getByText('Look now'));
    await waitFor(() => expect(screen.queryByTestId('offline')).toBeNull());
    await waitFor(() => expect(asked.slice(before).map(({ path }) => path)).toContain('/v1/policies'));
  });

  it('shows what went wrong before it is known what may be done, and tries again when told to', async () => {
    let full = true;
    serve(({ path }) =>
      path === '/v1/key' && full
        ? refusal(503, 'overloaded')
        : path === '/v1/policies'
          ? policies
          : undefined,
    );
    await show('#/policies');
    expect((await screen.findByTestId('error')).dataset.code).toBe('overloaded');
    full = false;
    fireEvent.click(screen.getByText('Try again'));
    await heading('Policies');
  });
});
