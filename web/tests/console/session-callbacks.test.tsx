/** The card of a session’s callbacks, while one waits. */
import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { leave, prepare, serve, show } from './console-page';
import { session } from './sessions';

const ADDRESS = `/v1/sessions/${session.id}`;

beforeEach(prepare);
afterEach(() => {
  vi.useRealTimers();
  leave();
});

describe('the callbacks of a session', () => {
  it('are read anew while one waits, until it is delivered', async () => {
    vi.useFakeTimers({
      toFake: ['setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'],
      shouldAdvanceTime: true, // until the page is there; however long that takes
    });
    const sent: { delivered: string | null } = { delivered: null };
    const callback = {
      id: 'evt_1',
      session: session.id,
      url: 'https://shop.example.org/hook',
      event: 'session.completed',
      created: '2026-05-17T12:40:00Z',
      due: '2026-05-17T12:40:00Z',
      attempts: 1,
      last_status: null,
      last_error: null,
      given_up: null,
    };
    const asked = serve(({ path }) => {
      if (path === ADDRESS) return { ...session, callback: callback.url };
      if (path.startsWith(`${ADDRESS}/frames`)) return { frames: [], next: null };
      return path.startsWith('/v1/callbacks')
        ? { callbacks: [{ ...callback, ...sent }], next: null }
        : undefined;
    });
    const times = () => asked.filter(({ path }) => path.startsWith('/v1/callbacks')).length;
    const pass = (milliseconds: number) => act(() => vi.advanceTimersByTimeAsync(milliseconds));
    await show(`#/sessions/${session.id}`);
    await screen.findByText('Next attempt');
    expect(screen.getByText('Waiting')).toBeTruthy();
    sent.delivered = '2026-05-17T12:41:00Z';
    await pass(10_000);
    expect(screen.getByText('Delivered')).toBeTruthy();
    expect(screen.queryByText('Next attempt')).toBeNull();
    const before = times();
    await pass(60_000);
    expect(times()).toBe(before);
  });
});
