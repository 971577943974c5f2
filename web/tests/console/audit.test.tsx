import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { detailsOf, faultsIn } from '../../src/console/pages/audit/chain';
import { newestFrom } from '../../src/console/pages/audit/newest';
import { leave, prepare, serve, show } from './console-page';

beforeEach(prepare);
afterEach(leave);

const line = (number: number, change: object = {}) => ({
  number,
  at: '2026-05-17T10:00:00Z',
  actor: 'fvk_1',
  action: 'session_erased',
  target: `fvs_${number}`,
  details: { sessions: 1 },
  previous: `hash${number - 1}`,
  hash: `hash${number}`,
  ...change,
});

describe('the chain of audit lines', () => {
  it('holds where each line has the hash of the one before it', () => {
    expect(faultsIn([line(3), line(4), line(5)])).toEqual([]);
    expect(faultsIn([line(3)])).toEqual([]);
  });

  it('is broken where a hash is another one, and where a number is left out', () => {
    expect(faultsIn([line(1), line(2, { previous: 'other' }), line(3)])).toEqual([2]);
    expect(faultsIn([line(1), line(3, { previous: 'hash1' })])).toEqual([3]);
  });

  it('has details as a short text', () => {
    expect(detailsOf({ name: 'a', templates: 2, of: ['x'], none: null, empty: '' })).toBe(
      'name: a, templates: 2, of: ["x"]',
    );
  });
});

describe('the way to the newest lines', () => {
  /** A log of so many lines, and how often it was asked. */
  const log = (length: () => number) => {
    return vi.fn((first: number) => {
      const last = length();
      const here = Math.max(0, Math.min(100, last - first + 1));
      const lines = Array.from({ length: here }, (_, place) => line(first + place));
      return Promise.resolve({ lines, next: first + 100 <= last ? first + 100 : null });
    });
  };

  it.each([
    [0, 1],
    [1, 1],
    [100, 1],
    [101, 2],
    [200, 101],
    [201, 102],
    [12_345, 12_246],
    [100_000, 99_901],
  ])('begins a page before the end: of %i lines at %i', async (length, first) => {
    const read = log(() => length);
    expect(await newestFrom(read, 100)).toBe(first);
    expect(read.mock.calls.length).toBeLessThanOrEqual(24);
  });

  it('ends in a log that grows while it is looked for, and in one that is emptied', async () => {
    for (const growth of [1, 40, 100, 1000]) {
      let length = 5000;
      const read = log(() => (length += growth));
      expect(await newestFrom(read, 100)).toBeGreaterThan(4900);
      expect(read.mock.calls.length).toBeLessThanOrEqual(110);
    }
    let asked = 0;
    expect(
      await newestFrom(
        log(() => (asked++ === 0 ? 5000 : 0)),
        100,
      ),
    ).toBeGreaterThanOrEqual(1);
  });
});

describe('the page of audit lines', () => {
  it('goes to the newest lines, which stand in the address then', async () => {
    serve(({ path }) => {
      if (!path.startsWith('/v1/audit')) return undefined;
      const first = Number(/first=(\d+)/.exec(path)?.[1]);
      const lines = Array.from({ length: Math.max(0, Math.min(100, 251 - first)) }, (_, at) =>
        line(first + at),
      );
      return { lines, next: first + 100 <= 250 ? first + 100 : null };
    });
    await show('#/audit');
    await screen.findByText('fvs_1');
    fireEvent.click(screen.getByTestId('audit-newest'));
    await screen.findByText('fvs_250');
    expect(location.hash).toBe('#/audit?first=151');
    expect(screen.queryByTestId('more')).toBeNull();
  });

  it('lists them from the first on, says that they follow from each other, and reads on', async () => {
    const asked = serve(({ path }) => {
      if (!path.startsWith('/v1/audit')) return undefined;
      return path.includes('first=3')
        ? { lines: [line(3)], next: null }
        : { lines: [line(1), line(2)], next: 3 };
    });
    await show('#/audit');
    expect((await screen.findByTestId('chain')).textContent).toContain('Chained');
    fireEvent.click(screen.getByTestId('more'));
    await screen.findByText('fvs_3');
    expect(asked.at(-1)?.path).toBe('/v1/audit?first=3&limit=100');
  });

  it('says loudly which line does not follow', async () => {
    serve(({ path }) =>
      path.startsWith('/v1/audit') ? { lines: [line(1), line(2, { previous: 'x' })], next: null } : undefined,
    );
    await show('#/audit');
    expect((await screen.findByTestId('chain')).textContent).toMatch(/Broken.*Line 2/);
  });

  it('goes to a number, which stands in the address, and refuses what is none', async () => {
    serve(({ path }) => (path.startsWith('/v1/audit') ? { lines: [], next: null } : undefined));
    await show('#/audit?first=nonsense');
    expect((await screen.findByTestId('empty')).textContent).toContain('Nothing was done yet');
    fireEvent.change(screen.getByTestId('audit-first'), { target: { value: '-4' } });
    expect(screen.getByRole('alert').textContent).toContain('from 1 on');
    fireEvent.change(screen.getByTestId('audit-first'), { target: { value: '40' } });
    fireEvent.click(screen.getByRole('button', { name: 'Go' }));
    await waitFor(() => expect(location.hash).toBe('#/audit?first=40'));
    await screen.findByText('There is no line from number 40 on');
  });
});
