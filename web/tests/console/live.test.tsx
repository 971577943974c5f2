import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Schemas } from '../../src/console/client';
import { away, heading, leave, never, prepare, refusal, serve, show } from './console-page';

const stream: Schemas['LiveSession'] = {
  session: 'fvs_8fJ2kQ0vX5mN1bR7tY3wZA',
  policy: 'strict',
  since: '2026-05-17T12:30:00Z',
  seconds: 9.24,
  state: 'act_due',
  act: 'turn_left',
  done: 2,
  of: 5,
  frames: { received: 131, analysed: 128, dropped: 2, refused: 1 },
  face: true,
  guidance: ['too_dark', 'too_small'],
};

const answering = (live: Partial<Schemas['LiveSessions']>) =>
  serve(({ path }) =>
    path === '/v1/live'
      ? { capacity: 8, inside: 1, draining: false, sessions: [stream], ...live }
      : undefined,
  );

beforeEach(prepare);
afterEach(leave);

describe('the page of who streams now', () => {
  it('shows of each what is asked for, how far it is, and what the person could do better', async () => {
    answering({});
    await show('#/live');
    const row = within(await screen.findByTestId('live')).getAllByRole('row')[1];
    expect(row?.textContent).toMatch(/Turn left2 of 5 done/);
    expect(row?.textContent).toContain('Too dark, too small');
    expect(row?.textContent).toContain('128 (3 lost)');
    expect(
      within(await screen.findByTestId('live'))
        .getByRole('link')
        .getAttribute('href'),
    ).toBe(`#/sessions/${stream.session}`);
  });

  it('tells a face that was not looked for yet from none, and a check without a challenge from one', async () => {
    answering({
      sessions: [
        { ...stream, face: null, state: null, act: null, of: 0 },
        { ...stream, session: 'fvs_other', face: false },
      ],
    });
    await show('#/live');
    const table = await screen.findByTestId('live');
    expect(within(table).getByText('Not looked yet')).toBeTruthy();
    expect(within(table).getByText('None')).toBeTruthy();
    expect(within(table).getByText('Nothing (passive only)')).toBeTruthy();
  });

  it('says that a server which is being stopped takes no more', async () => {
    answering({ draining: true });
    await show('#/live');
    expect(await screen.findByText('It is being stopped')).toBeTruthy();
  });

  it('says that nobody streams where nobody does', async () => {
    answering({ inside: 0, sessions: [] });
    await show('#/live');
    expect((await screen.findByTestId('empty')).textContent).toContain('Nobody streams now');
  });

  it('shows that it is reading before the first answer', async () => {
    serve(({ path }) => (path === '/v1/live' ? never() : undefined));
    await show('#/live');
    await heading('Live');
    expect(screen.getByTestId('loading').textContent).toContain('the sessions of now');
  });

  it('says what is wrong where it is refused, and asks again when told to', async () => {
    let refused = true;
    serve(({ path }) => {
      if (path !== '/v1/live') return undefined;
      return refused
        ? refusal(429, 'rate_limited')
        : { capacity: 8, inside: 0, draining: false, sessions: [] };
    });
    await show('#/live');
    expect((await screen.findByTestId('error')).dataset.code).toBe('rate_limited');
    refused = false;
    fireEvent.click(screen.getByText('Try again'));
    await screen.findByTestId('empty');
  });

  it('keeps what was read when a later reading is refused, and says so above it', async () => {
    let refused = false;
    serve(({ path }) => {
      if (path !== '/v1/live') return undefined;
      return refused
        ? refusal(503, 'overloaded')
        : { capacity: 8, inside: 1, draining: false, sessions: [stream] };
    });
    await show('#/live');
    await screen.findByTestId('live');
    refused = true;
    expect((await screen.findByTestId('error')).textContent).toContain(
      'Could not read the sessions of now anew',
    );
    expect(screen.getByTestId('live')).toBeTruthy();
  });

  it('says once, by the banner, that the server is away, and keeps what was read', async () => {
    let there = true;
    serve(({ path }) => {
      if (!there) return away();
      return path === '/v1/live'
        ? { capacity: 8, inside: 1, draining: false, sessions: [stream] }
        : undefined;
    });
    await show('#/live');
    await screen.findByTestId('live');
    there = false;
    await screen.findByTestId('offline');
    expect(screen.queryByTestId('error')).toBeNull();
    expect(screen.getByTestId('live')).toBeTruthy();
  });

  it('says by its button whether it is paused', async () => {
    answering({});
    await show('#/live');
    fireEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(screen.getByRole('button', { name: 'Go on' }).getAttribute('aria-pressed')).toBe('true');
  });
});
