import { screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { chanceOf, stepName } from '../../src/console/pages/policies/interval';
import { scaleFor } from '../../src/console/pages/shared/RateBar';
import { leave, prepare, serve, show } from './console-page';

beforeEach(prepare);
afterEach(leave);

const challenge = {
  bits: 9,
  steps: ['turn_left', 'blink*2'],
  reserve: ['smile'],
  longest: 6,
  window: 6,
  time_limit: 60,
  faults: 1,
  unasked: 3,
  restarts: 2,
  replayed: { rate: 0.004, low: 0.001, high: 0.0071 },
  replayed_on: '2400 draws',
};
const policy = (name: string, change: object = {}) => ({
  name,
  title: `${name} 3`,
  threshold: 0.5,
  apcer: { rate: 0.168, low: 0.1071, high: 0.2453 },
  bpcer: { rate: 0.0513, low: 0.0429, high: 0.0608 },
  on: '5046 frames',
  challenge,
  ...change,
});
const table = (running: string | null) => ({
  default: 'balanced',
  version: '3',
  model: 'passive 2',
  running,
  policies: [policy('balanced'), policy('passive_only', { challenge: null })],
});

describe('the page of policies', () => {
  it('shows the rates of each with their intervals, what it asks for, and how hard that is to foresee', async () => {
    serve(({ path }) => (path === '/v1/policies' ? table('passive 2') : undefined));
    await show('#/policies');
    const balanced = within(await screen.findByTestId('policy-balanced'));
    expect(balanced.getByText('16.8 %')).toBeTruthy();
    expect(balanced.getByText('10.7 % to 24.5 %')).toBeTruthy();
    expect(balanced.getByText('9 bits: 1 in 512 by guessing')).toBeTruthy();
    expect(balanced.getByText('0.4 % (at most 0.71 %)')).toBeTruthy();
    expect(balanced.getByText('Blink 2 times')).toBeTruthy();
    expect(balanced.getByText('Default')).toBeTruthy();
    const passive = within(screen.getByTestId('policy-passive_only'));
    expect(passive.getByText(/the passive score decides alone/)).toBeTruthy();
    expect(passive.queryByText('Default')).toBeNull();
  });

  it('says that rates hold for one model only, where another one runs, or none', async () => {
    serve(({ path }) => (path === '/v1/policies' ? table('own 1') : undefined));
    await show('#/policies');
    expect((await screen.findByTestId('model-note')).textContent).toContain('own 1 runs: measure it anew');
    leave();
    serve(({ path }) => (path === '/v1/policies' ? table(null) : undefined));
    await show('#/policies');
    expect((await screen.findByTestId('model-note')).textContent).toContain('None runs on this server');
  });
});

describe('rates on a scale', () => {
  it('share an end that all of their intervals fit in', () => {
    expect(scaleFor([{ value: 0.01, low: 0, high: 0.019 }, null])).toBe(0.02);
    expect(scaleFor([{ value: 0.6, low: null, high: null }])).toBe(1);
    expect(scaleFor([])).toBe(0.01);
  });

  it('are told in words that people use', () => {
    expect([stepName('turn_left'), stepName('blink*3')]).toEqual(['Turn left', 'Blink 3 times']);
    expect(chanceOf(11)).toBe('1 in 2,048');
  });
});
