/** The page that shows the check as an application embeds it, with another element in the place of the real one. */
import { Script } from 'node:vm';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { shown, StandIn } from '../../packages/react/tests/stand-in';
import { MOST_ENTRIES, noted } from '../../src/features/component/journal';
import type { Entry } from '../../src/features/component/journal';
import { DEFAULTS } from '../../src/features/component/settings';
import { tenLines } from '../../src/features/component/ten-lines';
import { texts } from '../../src/texts';
import { settle } from '../fakes';
import { leave, prepare, refusal, serve, show } from '../people-page';
import type { Asked } from '../people-page';

const preflight = vi.hoisted(() => vi.fn<() => Promise<unknown>>());
vi.mock('@facevow/web', () => ({ preflight }));

beforeAll(() => customElements.define('facevow-check', StandIn));
beforeEach(() => {
  prepare();
  location.hash = '#/check';
});
afterEach(leave);

const ID = 'fvs_0123456789abcdefghijkl';
const TOKEN = `${ID}.fvt_x`;
const finished = {
  id: ID,
  state: 'COMPLETED',
  verdict: 'BONA_FIDE',
  reasons: ['challenge_passed'],
  confidence: 0.9312,
  policy_title: 'balanced 3',
};

/** A server that makes a session and has its verdict; `key` is what it asks for, if any. */
const answering =
  (key: string | null = null, found: unknown = finished) =>
  (asked: Asked): unknown => {
    if (key !== null && asked.key !== `Bearer ${key}`)
      return refusal(401, asked.key === null ? 'key_missing' : 'key_unknown');
    if (asked.path === 'sessions?limit=1') return { sessions: [], next: null };
    if (asked.method === 'POST') return { id: ID, session_token: TOKEN };
    return found;
  };

type NewSession = (wish: { because: string | null; excluded: readonly string[] }) => Promise<string>;

/** What the real element does when the person presses its button. */
function asksForSession(excluded: readonly string[] = []): Promise<string> {
  const { newSession } = shown();
  if (typeof newSession !== 'function') throw new Error('expected newSession to be given');
  return (newSession as NewSession)({ because: null, excluded });
}

const choose = (testId: string, word: string) => {
  const select = screen.getByTestId(testId);
  const option = within(select).getByText<HTMLOptionElement>(word);
  fireEvent.change(select, { target: { value: option.value } });
};
const tells = (name: string, detail: unknown) => act(() => shown().tells(name, detail));

describe('the page of the embedded check', () => {
  it('gives the element this server, and sessions made as the page is set', async () => {
    const asked = serve(answering());
    await show();
    expect(document.title).toBe(texts.pageTitle(texts.nav.check));
    expect(shown().getAttribute('server')).toBe('http://localhost/');
    choose('embed-policy', texts.component.policies.strict);
    await act(async () => expect(await asksForSession(['head'])).toBe(TOKEN));
    expect(asked.at(-1)).toMatchObject({
      method: 'POST',
      path: 'sessions',
      body: { policy: 'strict', exclude: ['head'] },
    });
  });

  it('reads the verdict from the server when the element says that it is over', async () => {
    const asked = serve(answering());
    await show();
    tells('facevow-ended', { session: ID, state: 'COMPLETED' });
    const outcome = screen.getByTestId('embed-outcome');
    await waitFor(() => expect(outcome.dataset.verdict).toBe('BONA_FIDE'));
    expect(asked.at(-1)).toMatchObject({ method: 'GET', path: `sessions/${ID}` });
    expect(outcome.textContent).toContain(texts.component.verdicts.BONA_FIDE.word);
    expect(outcome.textContent).toContain('0.931');
    expect(outcome.textContent).toContain('balanced 3');
  });

  it('shows no verdict beside the next run, nor one that comes late', async () => {
    let come: (response: Response) => void = () => undefined;
    const usual = answering();
    const slow = new Promise<Response>((resolve) => (come = resolve));
    let late = false;
    serve((asked) => (late && asked.path === `sessions/${ID}` ? slow : usual(asked)));
    await show();
    tells('facevow-ended', { session: ID, state: 'COMPLETED' });
    const outcome = screen.getByTestId('embed-outcome');
    await waitFor(() => expect(outcome.dataset.verdict).toBe('BONA_FIDE'));
    await act(asksForSession);
    expect(outcome.dataset.verdict).toBeUndefined();
    expect(outcome.textContent).toBe(texts.component.outcomeNone);
    late = true;
    tells('facevow-ended', { session: ID, state: 'COMPLETED' });
    await act(asksForSession);
    await act(async () => {
      come(Response.json(finished));
      await settle();
    });
    expect(outcome.dataset.verdict).toBeUndefined();
  });

  it.each([
    [{ ...finished, verdict: 'ATTACK' }, texts.component.verdicts.ATTACK.word, 'tone-bad'],
    [{ ...finished, verdict: 'NO_RESPONSE' }, texts.component.verdicts.NO_RESPONSE.word, 'tone-unsure'],
    [{ ...finished, state: 'ABORTED', verdict: null }, texts.component.states.ABORTED, 'tone-unsure'],
    [{ ...finished, verdict: 'PASSED' }, texts.component.states.COMPLETED, 'tone-unsure'],
  ])('shows nothing but BONA_FIDE as a pass: %o', async (found, word, tone) => {
    serve(answering(null, found));
    await show();
    tells('facevow-ended', { session: ID, state: 'COMPLETED', verdict: 'BONA_FIDE' });
    expect(await screen.findByText(String(word))).toBeTruthy();
    expect(document.querySelector('.embed-found')?.className).toContain(tone);
  });

  it('says why no session could be made, and tells the element so', async () => {
    serve((asked) => (asked.method === 'POST' ? refusal(429, 'rate_limited') : { sessions: [], next: null }));
    await show();
    await act(async () => {
      await expect(asksForSession()).rejects.toThrow('rate_limited');
    });
    expect(screen.getByTestId('trouble').dataset.code).toBe('rate_limited');
  });

  it('asks for a key where the server is locked, says what for, and goes on with it', async () => {
    const asked = serve(answering('fvk_right'));
    await show();
    expect(screen.getByTestId('key-form').textContent).toContain(texts.component.keyLine);
    expect(document.querySelector('facevow-check')).toBeNull();
    fireEvent.change(screen.getByTestId('key'), { target: { value: 'fvk_wrong' } });
    fireEvent.click(screen.getByText(texts.people.keyUse));
    expect(await screen.findByText(texts.people.keyRefused)).toBeTruthy();
    fireEvent.change(screen.getByTestId('key'), { target: { value: 'fvk_right' } });
    fireEvent.click(screen.getByText(texts.people.keyUse));
    expect(await screen.findByTestId('check')).toBe(shown());
    await act(asksForSession);
    expect(asked.at(-1)?.key).toBe('Bearer fvk_right');
    fireEvent.click(screen.getByText(texts.people.keyForget));
    expect(await screen.findByTestId('key-form')).toBeTruthy();
    expect(document.querySelector('facevow-check')).toBeNull();
  });

  it('asks again when the server did not answer', async () => {
    let there = false;
    serve(() => (there ? { sessions: [], next: null } : refusal(503, 'store_error')));
    await show();
    expect(screen.getByTestId('trouble').dataset.code).toBe('store_error');
    there = true;
    fireEvent.click(screen.getByText(texts.component.again));
    expect(await screen.findByTestId('check')).toBe(shown());
  });

  it('sets language, theme, speech, width and direction on the element that is there', async () => {
    serve(answering());
    await show();
    const element = shown();
    choose('embed-language', 'العربية');
    choose('embed-theme', texts.component.themes.dark);
    choose('embed-width', texts.component.widths[280]);
    choose('embed-direction', texts.component.directions.rtl);
    fireEvent.click(screen.getByTestId('embed-spoken'));
    expect(shown()).toBe(element);
    expect(element.lang).toBe('ar');
    expect(element.getAttribute('theme')).toBe('dark');
    expect(element.hasAttribute('spoken')).toBe(true);
    expect(element.parentElement?.dataset.width).toBe('280');
    expect(element.parentElement?.dir).toBe('rtl');
    const lines = screen.getByTestId('embed-lines').textContent;
    expect(lines).toContain('<facevow-check lang="ar" theme="dark" spoken></facevow-check>');
    choose('embed-language', texts.component.languageOfPage);
    expect(element.hasAttribute('lang')).toBe(false);
  });

  it('notes every event, the newest first, and begins anew with another element', async () => {
    serve(answering());
    await show();
    const element = shown();
    tells('facevow-phase', { phase: 'permission', problem: null });
    tells('facevow-problem', { code: 'camera_denied', remedy: 'again', whose: 'person' });
    const rows = within(screen.getByTestId('embed-journal')).getAllByRole('listitem');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      expect.stringContaining('facevow-problem{"code":"camera_denied"'),
      expect.stringContaining('facevow-phase{"phase":"permission"'),
    ]);
    fireEvent.click(screen.getByTestId('embed-anew'));
    expect(screen.queryByTestId('embed-journal')).toBeNull();
    expect(shown()).not.toBe(element);
  });

  it('looks whether a check can be done here, and says what is lacking', async () => {
    const checks = [
      { name: 'page', ok: true, problem: null, detail: 'https' },
      { name: 'camera', ok: false, problem: 'camera_absent', detail: '0 cameras' },
    ];
    preflight.mockReset().mockResolvedValue({ ok: false, checks });
    serve(answering());
    await show();
    fireEvent.click(screen.getByTestId('embed-preflight'));
    expect(await screen.findByText(texts.component.preflightNot)).toBeTruthy();
    expect(preflight).toHaveBeenCalledExactlyOnceWith({ server: 'http://localhost/' });
    const rows = within(screen.getByTestId('embed-checks')).getAllByRole('listitem');
    expect(rows.map(({ className }) => className)).toEqual(['tone-good', 'tone-bad']);
    expect(rows[1]?.textContent).toContain('camera_absent');
  });

  it('copies the lines, and says so where that is not possible', async () => {
    const written: string[] = [];
    vi.stubGlobal('navigator', {
      clipboard: { writeText: (text: string) => Promise.resolve(void written.push(text)) },
    });
    serve(answering());
    await show();
    fireEvent.click(screen.getByTestId('embed-copy'));
    expect(await screen.findByText(texts.component.copied)).toBeTruthy();
    expect(written).toEqual([tenLines(DEFAULTS, 'http://localhost/')]);
    vi.stubGlobal('navigator', {});
    fireEvent.click(screen.getByTestId('embed-copy'));
    expect(await screen.findByText(texts.component.notCopied)).toBeTruthy();
  });
});

describe('tenLines', () => {
  it('are ten lines that a page can run as they are', () => {
    const lines = tenLines(DEFAULTS, 'https://liveness.example/');
    expect(lines.split('\n')).toHaveLength(10);
    const page = new DOMParser().parseFromString(lines, 'text/html');
    expect(page.querySelectorAll('facevow-check')).toHaveLength(1);
    const [element, own] = page.querySelectorAll('script');
    expect(element?.src).toBe('https://liveness.example/facevow-check.js');
    expect(() => new Script(own?.textContent ?? 'no script')).not.toThrow();
  });

  it('take the token as the server of the examples answers it', async () => {
    const own = tenLines(DEFAULTS, '/').split('<script type="module">')[1]?.replace('</script>', '') ?? '';
    const check = { newSession: () => Promise.resolve<unknown>(null), addEventListener: () => undefined };
    const answer = () => new Response(JSON.stringify({ session_token: 'fvs_a.fvt_b' }));
    new Script(own).runInNewContext({
      document: { querySelector: () => check },
      fetch: () => Promise.resolve(answer()),
    });
    expect(await check.newSession()).toBe('fvs_a.fvt_b');
  });
});

describe('noted', () => {
  it('keeps the newest events only, and counts on', () => {
    let entries: Entry[] = [];
    for (let number = 0; number < MOST_ENTRIES + 5; number += 1)
      entries = noted(entries, 'facevow-guidance', { codes: [] }, number);
    expect(entries).toHaveLength(MOST_ENTRIES);
    expect(entries[0]?.number).toBe(MOST_ENTRIES + 5);
  });

  it('writes out neither a signed verdict nor the fractions of a clock', () => {
    const [entry] = noted([], 'facevow-ended', { token: 'eyJhbGciOi', milliseconds: 427.9000000059 }, 0);
    expect(entry?.detail).toBe('{"token":"…","milliseconds":427.9}');
  });
});
