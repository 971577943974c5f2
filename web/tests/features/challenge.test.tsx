import { act as letReact, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Countdown } from '../../src/features/challenge/Countdown';
import { followDeadline, secondsUntil } from '@web/view/deadline';
import { pointing } from '@web/view/pointing';
import { Prompt } from '../../src/features/prompt/Prompt';
import { ACTS } from '../../src/socket/messages';
import type { Act, ActiveCheck } from '../../src/socket/messages';
import { texts } from '../../src/texts';
import { check, due, prompt, result } from '../fakes';

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const show = (active_check: ActiveCheck, mirrored = true) =>
  render(
    <Prompt
      result={result({ verdict: 'NO_RESPONSE', active_check })}
      mirrored={mirrored}
      onRetry={() => undefined}
    />,
  );

describe('pointing', () => {
  it.each<[Act, string | null, string | null]>([
    ['turn_left', 'left', 'right'],
    ['turn_right', 'right', 'left'],
    ['tilt_left', 'left', 'right'],
    ['tilt_right', 'right', 'left'],
    ['look_up', 'up', 'up'],
    ['look_down', 'down', 'down'],
    ['smile', null, null],
    ['come_closer', null, null],
  ])('%s goes %s in a mirrored picture and %s in one that is not', (act, mirrored, plain) => {
    expect([pointing(act, true), pointing(act, false)]).toEqual([mirrored, plain]);
  });
});

describe('the countdown', () => {
  it('keeps its end through the jitter of the network, and follows a real change', () => {
    const first = followDeadline(null, 4, 1000);
    expect(first).toBe(5000);
    expect(followDeadline(first, 3.8, 1400)).toBe(5000);
    expect(followDeadline(first, 6, 1400)).toBe(7400);
  });

  it('stops at nought: only the server ends a window', () => {
    expect(secondsUntil(5000, 4250)).toBe(0.75);
    expect(secondsUntil(5000, 9000)).toBe(0);
  });

  it('runs on between two answers', () => {
    vi.useFakeTimers();
    render(<Countdown prompt={prompt({ seconds_left: 4.2 })} />);
    expect(screen.getByRole('timer').textContent).toBe(texts.challenge.seconds(5));
    letReact(() => void vi.advanceTimersByTime(2500));
    expect(screen.getByRole('timer').textContent).toBe(texts.challenge.seconds(2));
    letReact(() => void vi.advanceTimersByTime(60_000));
    expect(screen.getByRole('timer').textContent).toBe(texts.challenge.seconds(0));
  });
});

describe('the panel', () => {
  it.each([
    [true, 'left'],
    [false, 'right'],
  ])('points to the person’s left, mirrored: %s', (mirrored, side) => {
    show(due({ act: 'turn_left' }), mirrored);
    expect(screen.getByTestId('act-sign').dataset.side).toBe(side);
    expect(screen.getByTestId('edge-cue').dataset.side).toBe(side);
    const flipped = screen.getByTestId('act-sign').querySelector('g')?.hasAttribute('transform');
    expect(flipped).toBe(side === 'right');
  });

  it.each(ACTS)('has a drawing for %s', (act) => {
    show(due({ act }));
    expect(screen.getByTestId('act-sign').querySelectorAll('path').length).toBeGreaterThan(0);
  });

  it('fills the ring by the progress the server tells', () => {
    show(due({ progress: 0.4 }));
    expect(screen.getByRole('progressbar', { name: texts.challenge.actProgress })).toBe(
      screen.getByTestId('ring'),
    );
    expect(screen.getByTestId('ring').getAttribute('aria-valuenow')).toBe('40');
    const line = screen.getByTestId('ring').querySelector('.ring-value');
    expect(line?.getAttribute('stroke-dasharray')).toBe('40 100');
  });

  it('measures nothing while nothing is asked', () => {
    show(check({ state: 'resting' }));
    expect(screen.queryByRole('progressbar')).toBeNull();
    expect(screen.queryByRole('timer')).toBeNull();
    expect(screen.queryByTestId('edge-cue')).toBeNull();
  });

  it('counts the steps and shows none that is still to come', () => {
    show({ ...due({ act: 'smile', number: 2 }), done: ['turn_left'] });
    expect(screen.getByTestId('dots').textContent).toBe(texts.challenge.stepOf(2, 3));
    const dots = [...screen.getByTestId('dots').querySelectorAll('.step-dot')].map(
      ({ className }) => className,
    );
    expect(dots).toEqual(['step-dot done', 'step-dot now', 'step-dot later']);
  });

  it('reads out the words, but neither the countdown nor the ring', () => {
    show(due());
    const spoken = screen.getByRole('status');
    expect(spoken.textContent).toBe(
      texts.challenge.acts.turn_left.prompt(1) + texts.challenge.acts.turn_left.how,
    );
    expect(spoken.contains(screen.getByRole('timer'))).toBe(false);
    expect(spoken.contains(screen.getByRole('progressbar'))).toBe(false);
  });

  it('keeps the region that is read out when the active check comes on', () => {
    const { rerender } = render(<Prompt result={result()} mirrored onRetry={() => undefined} />);
    const before = screen.getByRole('status');
    rerender(<Prompt result={result({ active_check: due() })} mirrored onRetry={() => undefined} />);
    expect(screen.getByRole('status')).toBe(before);
  });

  it('keeps act, arrow, ring and countdown while something makes the face hard to see', () => {
    render(
      <Prompt
        result={result({ verdict: 'NO_RESPONSE', guidance: ['too_dark'], active_check: due() })}
        mirrored
        onRetry={() => undefined}
      />,
    );
    expect(screen.getByTestId('prompt').textContent).toBe(texts.challenge.acts.turn_left.prompt(1));
    expect(screen.getByTestId('act-sign').dataset.side).toBe('left');
    expect(screen.getByTestId('edge-cue').dataset.side).toBe('left');
    expect(screen.getByTestId('ring').getAttribute('aria-valuenow')).toBe('40');
    expect(screen.getByTestId('countdown').textContent).toBe(texts.challenge.seconds(5));
    expect(screen.getByTestId('prompt-note').textContent).toBe(texts.guidance.too_dark);
    expect(screen.getByTestId('prompt-note').className).toContain('warning');
  });

  it('shows no act to a person who is not there', () => {
    const gone = { face_detected: false, bbox: null, guidance: ['no_face' as const] };
    render(<Prompt result={result({ ...gone, active_check: due() })} mirrored onRetry={() => undefined} />);
    expect(screen.queryByTestId('act-sign')).toBeNull();
    expect(screen.queryByTestId('edge-cue')).toBeNull();
    expect(screen.queryByTestId('countdown')).toBeNull();
  });

  it('keeps the focus in the panel when the button that was pressed goes away', () => {
    const ending = result({ active_check: check({ state: 'failed', failed_by: 'timed_out' }) });
    const onRetry = vi.fn();
    const { rerender } = render(<Prompt result={ending} mirrored onRetry={onRetry} />);
    screen.getByTestId('try-again').focus();
    fireEvent.click(screen.getByTestId('try-again'));
    expect(onRetry).toHaveBeenCalledOnce();
    rerender(<Prompt result={result({ active_check: due() })} mirrored onRetry={onRetry} />);
    expect(screen.queryByTestId('try-again')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('prompt-panel'));
  });

  it('ends with a way on after an attack, though all movements are done', () => {
    const active_check = check({ state: 'passed', done: ['smile', 'blink', 'look_up'] });
    render(
      <Prompt result={result({ verdict: 'ATTACK', active_check })} mirrored onRetry={() => undefined} />,
    );
    expect(screen.getByTestId('prompt-panel').className).toContain('tone-bad panel-of-check ended');
    expect(screen.getByTestId('try-again').textContent).toBe(texts.tryAgain);
    expect(screen.queryByTestId('dots')).toBeNull();
  });

  it('marks what went wrong, but not the advice at the end', () => {
    const { rerender } = show({ ...due(), notice: 'wrong_act' });
    expect(screen.getByTestId('prompt-note').className).toContain('warning');
    const active_check = check({ state: 'failed', failed_by: 'too_many_faults', notice: 'wrong_act' });
    rerender(<Prompt result={result({ active_check })} mirrored onRetry={() => undefined} />);
    expect(screen.getByTestId('prompt-note').className).not.toContain('warning');
  });
});
