import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { detailsOf, faultsIn } from '../../src/console/pages/audit/chain';
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

describe('the page of audit lines', () => {
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
