import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { askedOf, filtersOf, momentOf } from '../../src/console/pages/sessions/filters';
import { leave, prepare, refusal, serve, show, type } from './console-page';
import { summary } from './sessions';

const listed = (path: string) => path.startsWith('/v1/sessions?');
const queryOf = (path: string) => Object.fromEntries(new URL(path, 'http://localhost').searchParams);

function answering(more: object = {}) {
  const page = { sessions: [summary], next: null, ...more };
  return serve(({ path }) => (listed(path) ? page : undefined));
}

/** jsdom tells of a new hash later than a browser does. */
const settled = () =>
  act(async () => {
    window.dispatchEvent(new HashChangeEvent('hashchange'));
    await Promise.resolve();
  });

beforeEach(prepare);
afterEach(leave);

describe('the list of sessions', () => {
  it('shows each with its outcome, and leads to it', async () => {
    answering({
      sessions: [
        summary,
        { ...summary, id: 'fvs_2', verdict: 'ATTACK', confidence: 0.11, reasons: ['passive_low'] },
        {
          ...summary,
          id: 'fvs_3',
          state: 'EXPIRED',
          verdict: null,
          confidence: null,
          ended_by: 'not_begun',
          started: null,
        },
      ],
    });
    await show('#/sessions');
    const [, first, second, third] = within(await screen.findByTestId('sessions')).getAllByRole('row');
    expect(first?.textContent).toMatch(/Bona fide.*0\.93.*Passive high and 1 more/);
    expect(second?.textContent).toMatch(/Attack.*0\.11/);
    expect(third?.textContent).toMatch(/Expired.*–.*Not begun/);
    expect(screen.getByRole('link', { name: summary.id }).getAttribute('href')).toBe(
      `#/sessions/${summary.id}`,
    );
  });

  it('asks the server for what stands in the page’s address', async () => {
    const asked = answering();
    await show(
      '#/sessions?state=COMPLETED&verdict=ATTACK&policy=strict&reason=passive_low&subject=a%26b&cursor=MjAy',
    );
    await screen.findByTestId('sessions');
    const [question] = asked.filter(({ path }) => listed(path));
    expect(queryOf(question?.path ?? '')).toEqual({
      limit: '25',
      cursor: 'MjAy',
      state: 'COMPLETED',
      verdict: 'ATTACK',
      policy: 'strict',
      reason: 'passive_low',
      subject: 'a&b',
    });
  });

  it('puts what is chosen into the address, and goes back to the first page', async () => {
    const asked = answering();
    await show('#/sessions?cursor=MjAy&policy=strict');
    await screen.findByTestId('sessions');
    fireEvent.change(screen.getByLabelText('Verdict'), { target: { value: 'ATTACK' } });
    await settled();
    expect(location.hash).toBe('#/sessions?verdict=ATTACK&policy=strict');
    await waitFor(() =>
      expect(queryOf(asked.at(-1)?.path ?? '')).toEqual({ limit: '25', verdict: 'ATTACK', policy: 'strict' }),
    );
  });

  it('asks for what is written once it is left, not with every letter', async () => {
    const asked = answering();
    await show('#/sessions');
    await screen.findByTestId('sessions');
    const before = asked.length;
    type('Subject', 'customer-4711');
    expect(asked.length).toBe(before);
    fireEvent.blur(screen.getByLabelText('Subject'));
    await settled();
    await waitFor(() => expect(queryOf(asked.at(-1)?.path ?? '').subject).toBe('customer-4711'));
  });

  it('leads to older ones, and from there back to the newest', async () => {
    answering({ next: 'MjAy' });
    await show('#/sessions?verdict=ATTACK&cursor=MTAx');
    await screen.findByTestId('sessions');
    expect(screen.getByRole('link', { name: 'Older' }).getAttribute('href')).toBe(
      '#/sessions?verdict=ATTACK&cursor=MjAy',
    );
    expect(screen.getByRole('link', { name: 'The newest' }).getAttribute('href')).toBe(
      '#/sessions?verdict=ATTACK',
    );
  });

  it('tells a server without sessions from a search that found none', async () => {
    answering({ sessions: [] });
    await show('#/sessions');
    expect((await screen.findByTestId('empty')).textContent).toContain('There are no sessions yet');
    location.hash = '#/sessions?verdict=ATTACK';
    await settled();
    expect(await screen.findByText('No session is like that')).toBeTruthy();
  });

  it('says what is wrong with what was asked for', async () => {
    const errors = [{ pointer: 'reason', detail: 'expected a code' }];
    serve(({ path }) => (listed(path) ? refusal(422, 'bad_parameter', { errors }) : undefined));
    await show('#/sessions?reason=A%20B');
    expect((await screen.findByTestId('error')).textContent).toContain('reason: expected a code');
  });
});

describe('what the list is narrowed by', () => {
  it('leaves out what the server cannot know, so that an address with a slip shows all', () => {
    const filters = filtersOf(
      new URLSearchParams('state=DONE&verdict=MAYBE&policy=none&from=soon&reason=%20'),
    );
    expect(Object.values(askedOf(filters, null)).filter((value) => value !== null)).toEqual([25]);
  });

  it('sends moments with their zone', () => {
    expect(momentOf('2026-05-17T12:30')).toBe(new Date(2026, 4, 17, 12, 30).toISOString());
    expect(momentOf('')).toBeNull();
  });
});
