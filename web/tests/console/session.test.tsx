import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Schemas } from '../../src/console/client';
import { leave, prepare, refusal, serve, show } from './console-page';
import { frame, HASH, session } from './sessions';

const ADDRESS = `/v1/sessions/${session.id}`;
const receipt: Schemas['Receipt'] = {
  erased: 'session',
  session: session.id,
  subject_salt: null,
  subject_sha256: null,
  erased_at: '2026-05-18T08:00:00Z',
  counts: { sessions: 1, images: 1, callbacks: 1, log_rows: 269, templates: 0 },
  audit: { number: 1812, hash: HASH },
  token: 'eyJ.eyJ.sig',
};

/** The server has this session, with frames in two pages. */
function answering(
  change: Partial<Schemas['Session']> = {},
  more: (path: string, method: string) => unknown = () => undefined,
) {
  return serve(({ path, method }) => {
    const other = more(path, method);
    if (other !== undefined) return other;
    if (path === ADDRESS) return { ...session, ...change };
    if (path.startsWith(`${ADDRESS}/frames?after=0`)) return { frames: [frame(0.2), frame(0.5)], next: 51 };
    if (path.startsWith(`${ADDRESS}/frames?after=51`))
      return { frames: [frame(2.2, { score: 0.42, quality: ['too_dark'] })], next: null };
    return undefined;
  });
}

const open = () => show(`#/sessions/${session.id}`);

beforeEach(prepare);
afterEach(leave);

describe('the page of a session', () => {
  it('shows how it ended and why, with what was needed', async () => {
    answering();
    await open();
    expect(await screen.findByText('The challenge was passed')).toBeTruthy();
    expect(screen.getByText('0.930')).toBeTruthy();
    expect(screen.getByText('0.70 is needed')).toBeTruthy();
    expect(screen.getByText('of 280, 12 dropped')).toBeTruthy();
  });

  it('reads all pages of frames, and says what there was at the moment that the slider is at', async () => {
    const asked = answering();
    await open();
    const slider = await screen.findByRole('slider', { name: 'Moment of the session' });
    fireEvent.change(slider, { target: { value: '2.25' } });
    const moment = screen.getByTestId('moment').textContent;
    expect(moment).toContain('Asked forTurn left');
    expect(moment).toContain('Frame3 of 3');
    expect(moment).toContain('Score0.420');
    expect(moment).toContain('QualityToo dark');
    expect(slider.getAttribute('aria-valuetext')).toContain('asked for: Turn left');
    expect(asked.filter(({ path }) => path.includes('/frames'))).toHaveLength(2);
  });

  it('shows the timeline as tables when asked', async () => {
    answering();
    await open();
    fireEvent.click(await screen.findByRole('button', { name: 'As tables' }));
    const events = await screen.findByRole('table', { name: 'What happened in the challenge' });
    expect(within(events).getAllByRole('row')).toHaveLength(1 + session.transcript.length);
    expect(within(events).getByText('Wrong act: look up')).toBeTruthy();
    const frames = screen.getByRole('table', { name: 'Every frame that was judged' });
    expect(within(frames).getAllByRole('row')).toHaveLength(4);
  });

  it('says that there are no frames where the log has none', async () => {
    answering({}, (path) => (path.includes('/frames') ? { frames: [], next: null } : undefined));
    await open();
    expect(await screen.findByText(/The log of frames has none/)).toBeTruthy();
  });

  it('draws no timeline of a session that was never begun', async () => {
    const asked = answering({
      started: null,
      state: 'EXPIRED',
      verdict: null,
      transcript: [],
      timings: null,
      ended_by: 'not_begun',
    });
    await open();
    await screen.findByText('Ended by: not begun');
    expect(screen.queryByTestId('timeline')).toBeNull();
    expect(asked.some(({ path }) => path.includes('/frames'))).toBe(false);
  });

  it('says that there is no such session, and what that may come from', async () => {
    serve(({ path }) => {
      if (path === '/problems') return { problems: [{ code: 'session_unknown', remedy: 'It was erased.' }] };
      return path === ADDRESS ? refusal(404, 'session_unknown') : undefined;
    });
    await open();
    expect((await screen.findByTestId('error')).dataset.code).toBe('session_unknown');
    expect(await screen.findByText('It was erased.')).toBeTruthy();
  });

  it('fetches images only when somebody asks for them, with the key, since each look is noted', async () => {
    const made = vi.fn(() => 'blob:1');
    const revoked = vi.fn();
    vi.stubGlobal('URL', Object.assign(URL, { createObjectURL: made, revokeObjectURL: revoked }));
    const images = [
      { name: 'reference', at: 4.2, sha256: HASH, size: 48_213, url: `${ADDRESS}/images/reference` },
    ];
    const asked = answering({ images }, (path) =>
      path.includes('/images/') ? new Response('face') : undefined,
    );
    await open();
    const button = await screen.findByRole('button', { name: 'Show them' });
    expect(asked.some(({ path }) => path.includes('/images/'))).toBe(false);
    fireEvent.click(button);
    const image = await screen.findByRole('img', { name: 'Reference of the session' });
    expect(image.getAttribute('src')).toBe('blob:1');
    leave();
    expect(revoked).toHaveBeenCalledWith('blob:1');
  });

  it('asks for the callbacks of this session only', async () => {
    const callback = {
      id: 'evt_1',
      session: session.id,
      url: 'https://shop.example.org/hook',
      event: 'session.completed',
      created: '2026-05-17T12:40:00Z',
      due: '2026-05-17T12:40:00Z',
      attempts: 3,
      last_status: 500,
      last_error: null,
      delivered: null,
      given_up: '2026-05-17T13:00:00Z',
    };
    const asked = answering({ callback: callback.url }, (path) =>
      path.startsWith('/v1/callbacks') ? { callbacks: [callback], next: null } : undefined,
    );
    await open();
    expect(await screen.findByText('Given up')).toBeTruthy();
    expect(asked.map(({ path }) => path).filter((path) => path.startsWith('/v1/callbacks'))).toEqual([
      `/v1/callbacks?session=${session.id}`,
    ]);
  });
});

describe('erasing a session', () => {
  it('asks once more, and does nothing when told to keep it', async () => {
    const asked = answering();
    await open();
    const erase = await screen.findByTestId('erase');
    fireEvent.click(erase);
    fireEvent.click(screen.getByText('Keep it'));
    expect(screen.queryByTestId('confirm')).toBeNull();
    expect(document.activeElement).toBe(screen.getByTestId('erase'));
    expect(asked.every(({ method }) => method === 'GET')).toBe(true);
  });

  it('shows the receipt, which can be saved, in place of the session', async () => {
    answering({}, (_, method) => (method === 'DELETE' ? receipt : undefined));
    await open();
    fireEvent.click(await screen.findByTestId('erase'));
    fireEvent.click(screen.getByTestId('confirm-yes'));
    const shown = await screen.findByTestId('receipt');
    expect(shown.textContent).toContain('1812');
    expect(document.activeElement).toBe(shown);
    expect(screen.queryByTestId('timeline')).toBeNull();
  });

  it('says that it was not erased where the server refuses, and keeps the session in view', async () => {
    answering({}, (_, method) => (method === 'DELETE' ? refusal(503, 'store_error') : undefined));
    await open();
    fireEvent.click(await screen.findByTestId('erase'));
    fireEvent.click(screen.getByTestId('confirm-yes'));
    expect((await screen.findByTestId('error')).textContent).toContain('It was not erased');
    expect(screen.getByText('The challenge was passed')).toBeTruthy();
  });

  it('is not offered to a key that may not erase', async () => {
    answering({}, (path) =>
      path === '/v1/key' ? { key_id: '5d2f', scopes: ['sessions'], locked: true } : undefined,
    );
    await open();
    await screen.findByText('The challenge was passed');
    await waitFor(() => expect(screen.queryByTestId('erase')).toBeNull());
  });
});
