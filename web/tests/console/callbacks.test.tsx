import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Schemas } from '../../src/console/client';
import { lastTry, partsOf, stateOf } from '../../src/console/pages/callbacks/states';
import { leave, prepare, refusal, serve, show } from './console-page';

beforeEach(prepare);
afterEach(() => {
  vi.useRealTimers();
  leave();
});

const callback = (change: object = {}) => ({
  id: 'evt_1',
  session: 'fvs_1',
  event: 'session.completed',
  url: 'https://shop.example/hook?to=1',
  created: '2026-05-17T10:00:00Z',
  due: '2026-05-17T10:05:00Z',
  attempts: 1,
  last_status: 204,
  last_error: null,
  delivered: '2026-05-17T10:00:01Z',
  given_up: null,
  ...change,
});
const GIVEN_UP = {
  id: 'evt_2',
  delivered: null,
  given_up: '2026-05-18T10:00:00Z',
  attempts: 12,
  last_status: null,
  last_error: 'no answer',
};

describe('where a callback stands', () => {
  it('follows from what became of it', () => {
    expect(stateOf(callback())).toBe('delivered');
    expect(stateOf({ delivered: null, given_up: null })).toBe('waiting');
    expect(stateOf({ delivered: null, given_up: 'then' })).toBe('given_up');
  });

  it('is told in a line, with what came of the last try', () => {
    expect(lastTry(callback())).toBe('1 try, answered 204');
    expect(lastTry(callback(GIVEN_UP))).toBe('12 tries, no answer');
    expect(lastTry(callback({ attempts: 0 }))).toBe('Not tried yet');
  });

  it('shows the host of an address first, and an address that is none as it stands', () => {
    expect(partsOf('https://a.example:8443/b?c')).toEqual({ host: 'a.example:8443', rest: '/b?c' });
    expect(partsOf('http://a.example/')).toEqual({ host: 'http://a.example', rest: '/' });
    expect(partsOf('nonsense')).toEqual({ host: 'nonsense', rest: '' });
  });
});

describe('the page of callbacks', () => {
  it('lists them page by page, each with the way to its session', async () => {
    serve(({ path }) => {
      if (!path.startsWith('/v1/callbacks')) return undefined;
      return path.includes('cursor=more')
        ? { callbacks: [callback(GIVEN_UP)], next: null }
        : { callbacks: [callback()], next: 'more' };
    });
    await show('#/callbacks');
    await screen.findByText('1 try, answered 204');
    expect(screen.getByRole('link', { name: 'fvs_1' }).getAttribute('href')).toBe('#/sessions/fvs_1');
    fireEvent.click(screen.getByTestId('more'));
    await screen.findByText('12 tries, no answer');
    expect(screen.getAllByTestId('resend')).toHaveLength(2);
    expect(screen.queryByTestId('more')).toBeNull();
  });

  it('says which field of an order has a session told of, as the API calls it', async () => {
    serve(({ path }) => (path.startsWith('/v1/callbacks') ? { callbacks: [], next: null } : undefined));
    await show('#/callbacks');
    const field: keyof Schemas['NewSession'] = 'callback';
    expect((await screen.findByTestId('empty')).querySelector('code')?.textContent).toBe(field);
  });

  it('reads the list anew while it is looked at: what waits is tried again', async () => {
    vi.useFakeTimers({
      toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'],
      shouldAdvanceTime: true, // until the page is there; however long that takes
    });
    const asked = serve(({ path }) =>
      path.startsWith('/v1/callbacks')
        ? { callbacks: [callback({ delivered: null })], next: null }
        : undefined,
    );
    await show('#/callbacks');
    expect((await screen.findByTestId('callbacks')).textContent).toContain('Waiting');
    const before = asked.length;
    await act(() => vi.advanceTimersByTimeAsync(10_000));
    expect(asked.slice(before).map(({ path }) => path)).toContain('/v1/callbacks?limit=50');
  });

  it('asks for those in one state only, which stands in the address', async () => {
    const asked = serve(({ path }) =>
      path.startsWith('/v1/callbacks') ? { callbacks: [], next: null } : undefined,
    );
    await show('#/callbacks?state=given_up');
    expect((await screen.findByTestId('empty')).textContent).toContain('No callback was given up');
    expect(asked.at(-1)?.path).toBe('/v1/callbacks?limit=50&state=given_up');
    fireEvent.click(screen.getByLabelText('Waiting'));
    await waitFor(() => expect(location.hash).toBe('#/callbacks?state=waiting'));
    await waitFor(() => expect(asked.at(-1)?.path).toContain('state=waiting'));
  });

  it('sends one again and reads the list anew, or says why it could not', async () => {
    let refuses = false;
    const asked = serve(({ path, method }) => {
      if (method === 'POST') return refuses ? refusal(404, 'callback_unknown') : callback();
      return path.startsWith('/v1/callbacks') ? { callbacks: [callback()], next: null } : undefined;
    });
    await show('#/callbacks');
    fireEvent.click(await screen.findByTestId('resend'));
    await screen.findByText('It is sent within seconds.');
    expect(asked.some(({ path }) => path === '/v1/callbacks/evt_1/resend')).toBe(true);
    await waitFor(() =>
      expect(
        asked.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/callbacks')).length,
      ).toBeGreaterThan(1),
    );
    refuses = true;
    fireEvent.click(screen.getByTestId('resend'));
    expect((await screen.findByTestId('error')).dataset.code).toBe('callback_unknown');
  });
});
