import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Server } from '../../src/console/client';
import { ConsoleContext } from '../../src/console/context';
import { ProblemError } from '../../src/console/problem';
import { QUERIES } from '../../src/console/queries';
import { Confirm } from '../../src/console/ui/Confirm';
import { ErrorState } from '../../src/console/ui/ErrorState';
import * as format from '../../src/console/ui/format';
import { Plot } from '../../src/console/ui/Plot';
import { stacked, stepOf, summaryOf, tick } from '../../src/console/ui/plot-data';
import { Table } from '../../src/console/ui/Table';
import { reasonOf, wordOf, wordsOf } from '../../src/console/ui/words';
import { serverAddress } from '../../src/socket/address';
import { serve } from './console-page';

const address = serverAddress({ search: '', meta: '', apiUrl: '', wsUrl: '', base: 'http://localhost/' });

function inConsole(children: ReactNode) {
  const { client, api } = new Server(address);
  const access = { scopes: [], locked: false, keyId: null };
  return render(
    <QueryClientProvider client={new QueryClient(QUERIES)}>
      <ConsoleContext value={{ client, api, address, key: null, access }}>{children}</ConsoleContext>
    </QueryClientProvider>,
  );
}

const problem = (code: string, more: object = {}) =>
  new ProblemError({
    code,
    title: 'The thing is full',
    detail: 'expected less',
    places: [],
    retryAfter: null,
    ...more,
  });

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe('an error', () => {
  it('says what failed, what came, what can be done by the server’s own table, and the code', async () => {
    serve(({ path }) =>
      path === '/problems' ? { problems: [{ code: 'full', remedy: 'Make room.' }] } : undefined,
    );
    inConsole(<ErrorState error={problem('full')} what="Could not read it" />);
    const shown = screen.getByRole('alert');
    await within(shown).findByText('Make room.');
    expect(shown.textContent).toContain('Could not read it: the thing is full');
    expect(shown.textContent).toContain('Expected less.');
    expect(within(shown).getByText('full')).toBeTruthy();
  });

  it('has words of its own where the server could not say any', () => {
    const asked = serve(() => undefined);
    inConsole(<ErrorState error={problem('away', { title: '', detail: '' })} />);
    expect(screen.getByRole('alert').textContent).toContain('The server does not answer');
    expect(asked).toEqual([]);
  });

  it('is a fault of the page where what was thrown is no problem', () => {
    inConsole(<ErrorState error={new Error('oops')} />);
    expect(screen.getByRole('alert').dataset.code).toBe('broken');
    expect(screen.getByRole('alert').textContent).not.toContain('oops');
  });

  it('lets one try again only after the seconds that the server asked for', () => {
    vi.useFakeTimers();
    try {
      const again = vi.fn();
      serve(() => undefined);
      inConsole(<ErrorState error={problem('away', { retryAfter: 2 })} onRetry={again} />);
      fireEvent.click(screen.getByRole('button'));
      expect(again).not.toHaveBeenCalled();
      expect(screen.getByRole('button').textContent).toBe('Try again in 2 s');
      act(() => void vi.advanceTimersByTime(2500));
      fireEvent.click(screen.getByRole('button'));
      expect(again).toHaveBeenCalledTimes(1);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a table', () => {
  it('keeps the roles of a table, and names each value for where rows are blocks', () => {
    const rows = [{ id: 1, size: 20 }];
    const columns = [
      { name: 'Id', head: true, cell: (row: { id: number }) => row.id },
      { name: 'Size', end: true, cell: (row: { size: number }) => row.size },
    ];
    render(<Table caption="Things" columns={columns} rows={rows} rowKey={({ id }) => id} />);
    const table = screen.getByRole('table', { name: 'Things' });
    expect(
      within(table)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['Id', 'Size']);
    expect(within(table).getByRole('rowheader').textContent).toBe('1');
    expect(within(table).getByRole('cell').textContent).toBe('Size20');
  });
});

describe('a plot', () => {
  const lines = [
    { name: 'p50', values: [4, null, 6], colour: 'one' as const },
    { name: 'p95', values: [8, 9, 7], colour: 'two' as const, dashed: true },
  ];

  it('says in words what it shows, and shows the numbers as a table when asked', () => {
    render(<Plot title="Latency" x={[0, 60, 120]} xKind="time" xName="Time" lines={lines} />);
    const words = screen.getByRole('img').getAttribute('aria-label');
    expect(words).toBe('Latency. p50: from 4 to 6, 6 at the end. p95: from 7 to 9, 7 at the end.');
    fireEvent.click(screen.getByRole('button', { name: /As a table/ }));
    const table = screen.getByRole('table');
    expect(within(table).getAllByRole('row')).toHaveLength(4);
    expect(
      within(table)
        .getAllByRole('cell')
        .map(({ textContent }) => textContent),
    ).toEqual(['4', '8', '–', '9', '6', '7']);
    expect(screen.getByRole('region', { name: 'Latency, as a table' }).tabIndex).toBe(0);
  });

  it('shows the last values in its legend for what moves', () => {
    const { container } = render(
      <Plot title="Now" x={[0, 1, 2]} xKind="seconds" xName="Second" lines={lines} showLast noTable />,
    );
    expect([...container.querySelectorAll('.c-legend li')].map((line) => line.textContent)).toEqual([
      'p506',
      'p957',
    ]);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('stacks lines upon each other, and counts what is missing as nothing', () => {
    expect(
      stacked([
        [1, null, 3],
        [10, 20, null],
      ]),
    ).toEqual([
      [1, 0, 3],
      [11, 20, 3],
    ]);
  });

  it('says that a line has no values where it has none', () => {
    const line = { name: 'Score', values: [null], colour: 'one' as const };
    expect(summaryOf(line, String)).toBe('Score: no values.');
  });

  it('takes the smallest distance for the width of bars', () => {
    expect(stepOf([0, 60, 90, 200])).toBe(30);
    expect(stepOf([5])).toBe(1);
  });

  it('marks its axis by days, minutes or seconds, as far as the marks are apart', () => {
    const noon = Date.parse('2026-05-17T12:00:05') / 1000;
    expect(tick(noon, { xKind: 'time' }, 86_400)).toBe('17 May');
    expect(tick(noon, { xKind: 'time' }, 3600)).toBe('12:00');
    expect(tick(noon, { xKind: 'time' }, 5)).toBe('12:00:05');
    expect(tick(2.5, { xKind: 'seconds' }, 1)).toBe('2.5 s');
  });
});

describe('asking once more', () => {
  it('begins at the way back, and Escape takes it', () => {
    const no = vi.fn();
    const yes = vi.fn();
    render(<Confirm question="Really?" yes="Do it" onYes={yes} onNo={no} />);
    expect(document.activeElement?.textContent).toBe('Keep it');
    fireEvent.keyDown(screen.getByRole('group', { name: 'Really?' }), { key: 'Escape' });
    expect(no).toHaveBeenCalledTimes(1);
    expect(yes).not.toHaveBeenCalled();
  });
});

describe('words and numbers', () => {
  it('writes durations, shares and sizes with a unit that stays beside its number', () => {
    expect(format.seconds(3.24)).toBe('3.2\u00a0s');
    expect(format.seconds(125)).toBe('2\u00a0min 5\u00a0s');
    expect(format.seconds(10_920)).toBe('3\u00a0h 2\u00a0min');
    expect(format.percent(0.0213)).toBe('2.1\u00a0%');
    expect(format.bytes(48_213)).toBe('48.2\u00a0kB');
    expect(format.milliseconds(41.3)).toBe('41\u00a0ms');
  });

  it('writes a dash for what there is none of, and a moment that cannot be read as it stands', () => {
    expect([format.number(null), format.score(undefined), format.seconds(null)]).toEqual(['–', '–', '–']);
    expect(format.moment('soon')).toBe('soon');
  });

  it('says how long ago something was, from the moment that it is given', () => {
    const now = Date.parse('2026-05-17T12:00:00Z');
    expect(format.relative('2026-05-17T11:57:00Z', now)).toBe('3 minutes ago');
    expect(format.relative('2026-05-16T12:00:00Z', now)).toBe('yesterday');
  });

  it('makes a code readable that it has no words for', () => {
    expect(reasonOf('passive_low')).toBe('The passive score is too low');
    expect(reasonOf('some_new_cue')).toBe('Some new cue');
    expect(wordOf('NO_RESPONSE')).toBe('No response');
    expect(wordsOf(['too_dark', 'too_small'])).toBe('Too dark, too small');
  });
});
