import type { PreflightReport } from '@facevow/web';
import { act, cleanup, render, renderHook } from '@testing-library/react';
import { Fragment, StrictMode } from 'react';
import type { ComponentType, ReactNode } from 'react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { FacevowCheck } from '../src/FacevowCheck';
import { useFacevowCheck } from '../src/use-check';
import type { CheckInHand } from '../src/use-check';
import { usePreflight } from '../src/use-preflight';
import { shown, StandIn } from './stand-in';

const ends: ((report: PreflightReport) => void)[] = [];
const preflight = vi.hoisted(() => vi.fn<(options?: unknown) => Promise<unknown>>());
vi.mock('@facevow/web', () => ({ preflight }));

beforeAll(() => customElements.define('facevow-check', StandIn));
beforeEach(() => {
  ends.length = 0;
  preflight.mockReset().mockImplementation(() => new Promise((resolve) => void ends.push(resolve)));
});
afterEach(cleanup);

function show(
  autoStart = false,
  wrapper: ComponentType<{ children: ReactNode }> = Fragment,
): { readonly now: () => CheckInHand; readonly remove: () => void } {
  let seen: CheckInHand | null = null;
  function Page({ there }: { readonly there: boolean }) {
    const check = useFacevowCheck();
    seen = check;
    return there ? <FacevowCheck ref={check.ref} autoStart={autoStart} /> : null;
  }
  const { rerender } = render(<Page there />, { wrapper });
  const now = () => {
    if (!seen) throw new Error('expected the page to be drawn');
    return seen;
  };
  return { now, remove: () => rerender(<Page there={false} />) };
}

const tells = (name: string, detail: unknown) => act(() => shown().tells(name, detail));

describe('useFacevowCheck', () => {
  it('is at rest before anything was told', () => {
    const { now } = show();
    expect(now()).toMatchObject({ phase: 'idle', problem: null, prompt: null, guidance: [], ended: null });
  });

  it('does not miss the first word of a check that starts by itself', () => {
    expect(show(true).now().phase).toBe('permission');
  });

  it('knows where a check stands that React has taken away and given back, as it does in development', () => {
    const { now } = show(true, StrictMode);
    expect(now().phase).toBe('permission');
    tells('facevow-phase', { phase: 'connecting', problem: null });
    expect(now().phase).toBe('connecting');
  });

  it('follows what the element tells', () => {
    const { now } = show();
    tells('facevow-phase', { phase: 'running', problem: null });
    tells('facevow-prompt', { state: 'act_due', act: 'smile', number: 1, of: 3 });
    tells('facevow-guidance', { codes: ['too_dark'] });
    expect(now()).toMatchObject({ phase: 'running', prompt: { act: 'smile' }, guidance: ['too_dark'] });
    tells('facevow-phase', { phase: 'done', problem: null });
    tells('facevow-ended', { session: 'fvs_a', state: 'COMPLETED' });
    expect(now()).toMatchObject({ phase: 'done', prompt: null, guidance: [], ended: { state: 'COMPLETED' } });
  });

  it('forgets what belonged to an attempt when the next one begins', () => {
    const { now } = show();
    tells('facevow-phase', { phase: 'done', problem: null });
    tells('facevow-ended', { session: 'fvs_a', state: 'COMPLETED' });
    tells('facevow-phase', { phase: 'permission', problem: null });
    expect(now()).toMatchObject({ phase: 'permission', problem: null, ended: null });
  });

  it.each(['failed', 'cancelled', 'waiting', 'connecting', 'done'])(
    'has no prompt and no guidance left once a check is %s',
    (phase) => {
      const { now } = show();
      tells('facevow-phase', { phase: 'running', problem: null });
      tells('facevow-prompt', { state: 'act_due', act: 'smile', number: 1, of: 3 });
      tells('facevow-guidance', { codes: ['too_dark'] });
      tells('facevow-phase', { phase: 'concluding', problem: null });
      expect(now()).toMatchObject({ prompt: { act: 'smile' }, guidance: ['too_dark'] });
      tells('facevow-phase', { phase, problem: null });
      expect(now()).toMatchObject({ prompt: null, guidance: [] });
    },
  );

  it('steers the element, and nothing where there is none', () => {
    const { now, remove } = show();
    const element = shown();
    element.done.length = 0;
    now().start();
    now().cancel();
    now().retry();
    expect(element.done).toEqual(['start', 'cancel', 'retry']);
    remove();
    now().start();
    now().cancel();
    now().retry();
    expect(element.done).toHaveLength(3);
  });

  it('is at rest again, and deaf, once the element is gone', () => {
    const { now, remove } = show();
    const element = shown();
    tells('facevow-phase', { phase: 'running', problem: null });
    remove();
    expect(now().phase).toBe('idle');
    act(() => element.tells('facevow-phase', { phase: 'done', problem: null }));
    expect(now().phase).toBe('idle');
  });

  it('keeps its functions from drawing to drawing', () => {
    const { now } = show();
    const { ref, start, cancel, retry } = now();
    tells('facevow-phase', { phase: 'running', problem: null });
    expect([now().ref, now().start, now().cancel, now().retry]).toEqual([ref, start, cancel, retry]);
  });
});

const WHERE = { server: 'https://liveness.example' };
const report = (ok: boolean): PreflightReport => ({ ok, checks: [] });

describe('usePreflight', () => {
  it('looks only when asked, and then tells what was found', async () => {
    const { result } = renderHook(() => usePreflight());
    expect(preflight).not.toHaveBeenCalled();
    expect(result.current).toMatchObject({ report: null, running: false });
    let answered: Promise<PreflightReport> | null = null;
    act(() => {
      answered = result.current.run(WHERE);
    });
    expect(preflight).toHaveBeenCalledExactlyOnceWith(WHERE);
    expect(result.current.running).toBe(true);
    await act(async () => {
      ends[0]?.(report(true));
      await answered;
    });
    expect(result.current).toMatchObject({ report: { ok: true }, running: false });
    await expect(answered).resolves.toEqual(report(true));
  });

  it('tells what the newest one found, in whichever order they end', async () => {
    const { result } = renderHook(() => usePreflight());
    let both: Promise<unknown> = Promise.resolve();
    act(() => {
      both = Promise.all([result.current.run(WHERE), result.current.run(WHERE)]);
    });
    await act(async () => {
      ends[1]?.(report(true));
      ends[0]?.(report(false));
      await both;
    });
    expect(result.current).toMatchObject({ report: { ok: true }, running: false });
  });

  it('says nothing to a page that is gone', async () => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { result, unmount } = renderHook(() => usePreflight());
    let answered: Promise<unknown> = Promise.resolve();
    act(() => {
      answered = result.current.run(WHERE);
    });
    unmount();
    ends[0]?.(report(true));
    await answered;
    expect(result.current.report).toBeNull();
    expect(complaints).not.toHaveBeenCalled();
  });
});
