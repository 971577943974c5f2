import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { heading, leave, prepare, refusal, serve, show } from '../console-page';
import { summary } from './summary';

beforeEach(() => {
  prepare();
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe = () => undefined;
      disconnect = () => undefined;
    },
  );
});
afterEach(leave);

const info = { name: 'may', modified: '2026-05-17T10:00:00Z', size: 81_434 };
const report = (...names: readonly string[]) => ({ ...info, summary: summary(...names) });

describe('the list of reports', () => {
  it('leads to each', async () => {
    serve(({ path }) => (path === '/v1/reports' ? { configured: true, reports: [info] } : undefined));
    await show('#/reports');
    expect((await screen.findByRole('link', { name: 'may' })).getAttribute('href')).toBe('#/reports/may');
    expect(screen.getByText('81.4 kB')).toBeTruthy();
  });

  it('says how there comes to be one, and how there comes to be a folder', async () => {
    serve(({ path }) => (path === '/v1/reports' ? { configured: true, reports: [] } : undefined));
    await show('#/reports');
    expect((await screen.findByTestId('empty')).textContent).toContain('facevow evaluate --out');
    leave();
    serve(({ path }) => (path === '/v1/reports' ? { configured: false, reports: [] } : undefined));
    await show('#/reports');
    expect((await screen.findByTestId('empty')).textContent).toContain('FACEVOW_REPORTS');
  });
});

describe('a report', () => {
  it('shows the figures of its model with their intervals, the worst species first', async () => {
    serve(({ path }) => (path === '/v1/reports/may' ? report('own') : undefined));
    await show('#/reports/may');
    const headline = within(await screen.findByTestId('headline'));
    expect(headline.getByText('50.0 %')).toBeTruthy();
    expect(headline.getByText(/worst: Screen phone/)).toBeTruthy();
    const species = within(screen.getByTestId('species')).getAllByRole('listitem');
    expect(species.map((item) => item.textContent.replace(/\s/g, ' '))).toMatchObject([
      expect.stringContaining('Screen phone50.0 %'),
      expect.stringContaining('Print25.0 %'),
      expect.stringContaining('Bona fide (BPCER)25.0 %'),
    ]);
    expect(screen.queryByTestId('report-model')).toBeNull();
    expect(screen.queryByTestId('comparison')).toBeNull();
  });

  it('has the curves as a table, too: the BPCER at each limited APCER, as the report has it', async () => {
    serve(({ path }) => (path === '/v1/reports/may' ? report('own') : undefined));
    await show('#/reports/may');
    const curves = within(await screen.findByTestId('curves'));
    expect(curves.getByRole('img').getAttribute('aria-label')).toContain('Detection error trade-off of own');
    fireEvent.click(curves.getByLabelText('ROC'));
    expect(curves.getByRole('img').getAttribute('aria-label')).toContain('Receiver operating characteristic');
    fireEvent.click(curves.getByRole('button', { name: 'As a table' }));
    expect(curves.getAllByRole('row').map((row) => row.textContent.replace(/\s/g, ' '))).toEqual([
      'APCER at mostBPCER of own',
      ...['10 %', '5 %', '1 %'].map((most) => `${most}50.0 % (25.0 % to 100.0 %)`),
    ]);
  });

  it('shows any of its models, and all of them beside each other', async () => {
    serve(({ path }) => (path === '/v1/reports/may' ? report('own', 'peer') : undefined));
    await show('#/reports/may');
    const comparison = within(await screen.findByTestId('comparison'));
    expect(comparison.getByText('−2.0')).toBeTruthy();
    fireEvent.change(screen.getByTestId('report-model'), { target: { value: 'peer' } });
    expect(screen.getByTestId<HTMLSelectElement>('report-model').value).toBe('peer');
  });

  it('parts its images by source, species and framing', async () => {
    serve(({ path }) => (path === '/v1/reports/may' ? report('own') : undefined));
    await show('#/reports/may');
    const groups = within(await screen.findByTestId('groups'));
    expect(groups.getByText('street')).toBeTruthy();
    fireEvent.click(screen.getByLabelText('Framing'));
    expect(within(screen.getByTestId('groups')).getByText('Face crop')).toBeTruthy();
  });

  it('says so where the file is none, or is not there', async () => {
    serve(({ path }) => (path === '/v1/reports/may' ? { ...info, summary: { hello: 1 } } : undefined));
    await show('#/reports/may');
    expect((await screen.findByTestId('empty')).textContent).toContain('no report that this page can draw');
    leave();
    serve(({ path }) => (path === '/v1/reports/may' ? refusal(404, 'report_unknown') : undefined));
    await show('#/reports/may');
    await heading('may');
    expect((await screen.findByTestId('error')).dataset.code).toBe('report_unknown');
  });
});
