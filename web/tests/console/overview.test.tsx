import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { halved, others, ranked, series, shareOf } from '../../src/console/pages/overview/numbers';
import { policyOf } from '../../src/console/pages/overview/policy';
import { SPANS, spanOf, stepOf, STEPS, stepsFor } from '../../src/console/pages/overview/span';
import { hrefOf } from '../../src/console/route';
import { moment } from '../../src/console/ui/format';
import { away, heading, leave, never, prepare, refusal, serve, show } from './console-page';

beforeEach(prepare);
afterEach(leave);

const FROM = '2026-05-01T00:00:00Z';
const figures = {
  states: { COMPLETED: 8, ABORTED: 1, EXPIRED: 1 },
  verdicts: { BONA_FIDE: 6, ATTACK: 2 },
  reasons: { passive_high: 6, passive_low: 2 },
  milliseconds: { p50: 38, p95: 90 },
  seconds: { p50: 19.5, p95: 31 },
};
const bucket = (at: string, change: object = {}) => ({ at, sessions: 5, ...figures, ...change });
const statistics = (change: object = {}) => ({
  from: FROM,
  to: '2026-05-01T02:00:00Z',
  step: 'hour',
  policy: null,
  totals: { sessions: 10, ...figures, ended_by: { left: 1 }, policies: { balanced: 10 }, ...change },
  buckets: [
    bucket('2026-05-01T00:00:00Z'),
    bucket('2026-05-01T01:00:00Z', {
      sessions: 0,
      verdicts: {},
      reasons: {},
      milliseconds: null,
      seconds: null,
    }),
  ],
});

describe('the arithmetic of the overview', () => {
  it('ranks what there was most of, equals by name, and leaves out what there was none of', () => {
    expect(ranked({ b: 2, a: 2, c: 4, d: 0 })).toEqual([
      { name: 'c', count: 4, share: 1 },
      { name: 'a', count: 2, share: 0.5 },
      { name: 'b', count: 2, share: 0.5 },
    ]);
    expect(ranked({})).toEqual([]);
  });

  it('has no share of nothing', () => {
    expect([shareOf({}, 'a'), shareOf({ b: 4 }, 'a'), shareOf({ a: 1, b: 3 }, 'a')]).toEqual([null, 0, 0.25]);
  });

  it('splits buckets into lines of their own and a line of the others, so that nothing is lost', () => {
    const buckets = [{ a: 1, b: 2 }, { c: 3 }, {}];
    expect(series(buckets, 'a')).toEqual([1, 0, 0]);
    expect(others(buckets, ['a'])).toEqual([2, 3, 0]);
  });

  it('parts lists in their order into two columns about as high as each other, whichever is the long one', () => {
    const heightOf = (height: number) => height;
    expect(halved([11, 5, 6, 6], heightOf)).toEqual([
      [11, 5],
      [6, 6],
    ]);
    expect(halved([20, 5, 6, 6], heightOf)).toEqual([[20], [5, 6, 6]]);
    expect(halved([3, 3, 3, 9], heightOf)).toEqual([[3, 3, 3], [9]]);
    expect(halved([], heightOf)).toEqual([]);
  });

  it('offers for every span steps that the server counts, its own among them', () => {
    for (const span of SPANS) {
      expect(stepsFor(span)).toContain(span.step);
      for (const step of stepsFor(span)) expect(span.seconds / STEPS[step]).toBeLessThan(400);
    }
    expect(stepOf(spanOf('1y'), 'minute')).toBe('day');
    expect(stepOf(spanOf('7d'), 'day')).toBe('day');
    expect([spanOf('nonsense').id, policyOf('nonsense'), policyOf('strict')]).toEqual([
      '24h',
      null,
      'strict',
    ]);
  });
});

describe('the overview', () => {
  it('tells how sessions ended, and leads to those behind each figure', async () => {
    serve(({ path }) => (path.startsWith('/v1/statistics') ? statistics() : undefined));
    await show('#/');
    const summary = within(await screen.findByTestId('summary'));
    expect(summary.getByText('75 % of 8 verdicts')).toBeTruthy();
    expect(summary.getByText('38 ms')).toBeTruthy();
    const link = screen.getByRole('link', { name: 'The passive score is too low' });
    expect(link.getAttribute('href')).toBe(hrefOf(['sessions'], { from: FROM, reason: 'passive_low' }));
    const lists = within(screen.getByTestId('ranks')).getAllByRole('heading');
    expect(lists.map(({ textContent }) => textContent)).toEqual([
      'Reasons',
      'States',
      'What ended the others',
      'Policies',
    ]);
  });

  it('leads to the very sessions that it counts: of that time and policy only', async () => {
    const asked = serve(({ path }) => {
      if (path.startsWith('/v1/statistics')) return { ...statistics(), policy: 'strict' };
      return path.startsWith('/v1/sessions') ? { sessions: [], next: null } : undefined;
    });
    await show('#/?policy=strict');
    const link = await screen.findByRole('link', { name: 'The passive score is too low' });
    location.hash = link.getAttribute('href') ?? '';
    window.dispatchEvent(new HashChangeEvent('hashchange'));
    await heading('Sessions');
    await waitFor(() => expect(asked.at(-1)?.path).toContain('/v1/sessions?'));
    const query = new URLSearchParams(asked.at(-1)?.path.split('?')[1]);
    expect(query.get('policy')).toBe('strict');
    expect(query.get('reason')).toBe('passive_low');
    expect(Date.parse(query.get('created_after') ?? '')).toBe(Date.parse(FROM));
    const field = screen.getByLabelText<HTMLInputElement>('Made from').value;
    expect(new Date(field).getTime()).toBe(Date.parse(FROM)); // the field has it in local time
  });

  it('says from when on it counts, which is where the server began', async () => {
    serve(({ path }) => (path.startsWith('/v1/statistics') ? statistics() : undefined));
    await show('#/?span=7d');
    const summary = await screen.findByTestId('summary');
    expect(summary.textContent).toContain(`made since ${moment(FROM)}`);
    expect(summary.textContent).not.toContain('last 7 days');
  });

  it('names days as days of UTC, by the dates that the server counted', async () => {
    serve(({ path }) => (path.startsWith('/v1/statistics') ? { ...statistics(), step: 'day' } : undefined));
    await show('#/?span=30d');
    const chart = within(await screen.findByTestId('chart-verdicts'));
    expect(chart.getByText('Days in UTC.')).toBeTruthy();
    fireEvent.click(chart.getByRole('button', { name: /As a table/ }));
    expect(chart.getAllByRole('rowheader')[0]?.textContent).toBe('1 May 2026');
    expect(chart.getByRole('columnheader', { name: 'Days in UTC' })).toBeTruthy();
  });

  it('asks for the span, step and policy that stand in the address, and writes there what is chosen', async () => {
    const asked = serve(({ path }) => {
      if (path.startsWith('/v1/statistics')) return statistics();
      return path === '/v1/policies' ? { policies: [{ name: 'strict' }], default: 'strict' } : undefined;
    });
    await show('#/?span=7d&step=day&policy=strict');
    await screen.findByTestId('summary');
    expect(asked.at(-1)?.path ?? '').toBeTruthy();
    expect(asked.some(({ path }) => /statistics\?.*step=day.*policy=strict/.test(path))).toBe(true);
    fireEvent.change(screen.getByTestId('overview-span'), { target: { value: '30d' } });
    await waitFor(() => expect(location.hash).toBe('#/?span=30d&policy=strict'));
  });

  it('says so where no session was made', async () => {
    serve(({ path }) =>
      path.startsWith('/v1/statistics')
        ? statistics({
            sessions: 0,
            states: {},
            verdicts: {},
            reasons: {},
            milliseconds: null,
            seconds: null,
          })
        : undefined,
    );
    await show('#/');
    expect((await screen.findByTestId('empty')).textContent).toContain('No session in the last 24 hours');
    expect(screen.queryByTestId('chart-verdicts')).toBeNull();
  });

  it('keeps a place free while the figures are read, and says what went wrong when they cannot be', async () => {
    serve(({ path }) => (path.startsWith('/v1/statistics') ? never() : undefined));
    await show('#/');
    await heading('Overview');
    expect(screen.getByTestId('loading')).toBeTruthy();
    leave();
    serve(({ path }) => (path.startsWith('/v1/statistics') ? refusal(503, 'store_error') : undefined));
    await show('#/');
    expect((await screen.findByTestId('error')).dataset.code).toBe('store_error');
    leave();
    serve(({ path }) => (path.startsWith('/v1/statistics') ? away() : undefined));
    await show('#/');
    expect((await screen.findByTestId('error')).dataset.code).toBe('away');
  });
});
