import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { App } from '../../src/app/App';
import { CameraError } from '@web/camera/problems';
import { LiveSession } from '../../src/features/session/live-session';
import { serverAddress } from '../../src/socket/address';
import { Api } from '../../src/socket/api';
import { texts } from '../../src/texts';
import { check, due, fakeStream, FakeTrack, HandClock, result, settle, socketMaker } from '../fakes';

const health = { status: 'healthy', model_loaded: true, model: 'passive', active_check_enabled: false };
const logs = [
  { id: 2, timestamp: '2026-01-02T03:04:06Z', face_detected: true, confidence: 0.9, verdict: 'ATTACK' },
  { id: 1, timestamp: '2026-01-02T03:04:05Z', face_detected: false, confidence: 0, verdict: 'NO_RESPONSE' },
];

class StillObserver {
  observe = () => undefined;
  unobserve = () => undefined;
  disconnect = () => undefined;
}

beforeEach(() => {
  vi.stubGlobal('ResizeObserver', StillObserver);
  vi.stubGlobal('fetch', (url: string) =>
    Promise.resolve(Response.json(url.includes('health') ? health : { logs })),
  );
});

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
});

async function show(openCamera?: () => Promise<MediaStream>) {
  const net = socketMaker();
  const track = new FakeTrack();
  const open = openCamera ?? (() => Promise.resolve(fakeStream(track)));
  const session = new LiveSession({
    socketUrl: 'ws://localhost/ws',
    timers: new HandClock(),
    openSocket: net.open,
    luck: () => 1,
    openCamera: open,
  });
  const address = serverAddress({ search: '', meta: '', apiUrl: '', wsUrl: '', base: 'http://localhost/' });
  const { unmount } = render(
    <App session={session} api={new Api(address.api)} address={address} openCamera={open} />,
  );
  await act(settle);
  const start = async () => {
    fireEvent.click(screen.getByTestId('start'));
    await act(settle);
  };
  const says = (message: unknown) => act(() => net.last().says(message));
  return { net, track, start, says, unmount };
}

const verdict = () => screen.getByTestId('verdict');

describe('the page', () => {
  it('waits for the person, showing the server’s state and the log', async () => {
    await show();
    expect(verdict().dataset.verdict).toBe('');
    expect(screen.getByTestId('connection').dataset.state).toBe('idle');
    expect(await screen.findByText(texts.serverHealthy)).toBeTruthy();
    const rows = (await screen.findAllByRole('listitem')).map((row) => row.textContent);
    expect(rows[0]).toContain(texts.logVerdicts.ATTACK);
    expect(rows[1]).toContain(texts.noFace);
  });

  it.each([
    ['BONA_FIDE', 'tone-good', 'Live person'],
    ['ATTACK', 'tone-bad', 'Not a live person'],
    ['NO_RESPONSE', 'tone-unsure', 'Looking…'],
  ] as const)('says %s in words and colour', async (code, tone, word) => {
    const { start, says } = await show();
    await start();
    says(result({ verdict: code, is_real: code === 'BONA_FIDE' }));
    expect(verdict().dataset.verdict).toBe(code);
    expect(verdict().textContent).toBe(word);
    expect(verdict().closest('section')?.className).toContain(tone);
  });

  it('is green by the verdict alone, whatever the other fields say', async () => {
    const { start, says } = await show();
    await start();
    says(result({ verdict: 'NO_RESPONSE', is_real: true, confidence: 1, active_check_passed: true }));
    expect(document.querySelector('.tone-good.verdict, .tone-good.stage')).toBeNull();
  });

  it('gives one hint at a time', async () => {
    const { start, says } = await show();
    await start();
    says(result({ verdict: 'NO_RESPONSE', guidance: ['too_dark', 'too_small'] }));
    expect(screen.getByTestId('prompt').textContent).toBe(texts.guidance.too_dark);
  });

  it('switches the active check and shows what is done and due', async () => {
    const { net, start, says } = await show();
    await start();
    says({ type: 'pong' });
    fireEvent.click(screen.getByTestId('active-switch'));
    expect(net.last().said).toContainEqual({ type: 'set_active_check', enabled: true, exclude: [] });
    const active_check = { ...due({ act: 'look_up', number: 2 }), done: ['blink'] as const };
    says(result({ verdict: 'NO_RESPONSE', active_check }));
    expect(screen.getByTestId('prompt').textContent).toBe(texts.challenge.acts.look_up.prompt(1));
    const steps = [...document.querySelectorAll('.step')].map(({ textContent }) => textContent);
    const { acts, stepDone, stepNow, stepLater, unknownStep } = texts.challenge;
    expect(steps[0]).toContain(`${acts.blink.step}: ${stepDone}`);
    expect(steps[1]).toContain(`${acts.look_up.step}: ${stepNow}`);
    expect(steps[2]).toContain(`${unknownStep(3)}: ${stepLater}`);
    expect(document.querySelector('[aria-current=step]')?.textContent).toBe(steps[1]);
    fireEvent.click(screen.getByText(texts.challenge.startOver));
    expect(net.last().said).toContainEqual({ type: 'reset_active_check' });
  });

  it('says what the person cannot do, and that it is too much', async () => {
    const { net, start, says } = await show();
    await start();
    says({ type: 'pong' });
    fireEvent.click(screen.getByTestId('active-switch'));
    says({ type: 'active_check', enabled: true });
    const tick = (name: string) => screen.getByTestId<HTMLInputElement>(`exclude-${name}`);
    fireEvent.click(tick('mouth'));
    expect(net.last().said.at(-1)).toEqual({ type: 'set_active_check', enabled: true, exclude: ['mouth'] });
    says({ type: 'active_check', enabled: true });
    fireEvent.click(tick('head'));
    const both = { type: 'set_active_check', enabled: true, exclude: ['head', 'mouth'] };
    expect(net.last().said.at(-1)).toEqual(both);
    says({ type: 'error', code: 'challenge_impossible', message: 'no' });
    expect([tick('head').checked, tick('mouth').checked]).toEqual([false, true]);
    expect(screen.getByTestId('refusal').textContent).toBe(texts.challenge.refusals.challenge_impossible);
    expect(screen.queryByTestId('problem')).toBeNull();
    fireEvent.click(tick('mouth'));
    expect(net.last().said.at(-1)).toEqual({ type: 'set_active_check', enabled: true, exclude: [] });
    expect(screen.queryByTestId('refusal')).toBeNull();
  });

  it('says that a server asks for no movements, and puts the switch back', async () => {
    const { start, says } = await show();
    await start();
    says({ type: 'pong' });
    fireEvent.click(screen.getByTestId('active-switch'));
    says({ type: 'error', code: 'no_challenge', message: 'none' });
    expect(screen.getByTestId('refusal').textContent).toBe('This server does not ask for movements.');
    expect(screen.getByTestId<HTMLInputElement>('active-switch').checked).toBe(false);
    expect(screen.queryByTestId('problem')).toBeNull();
  });

  it('lets the person try again after movements that were no live person’s', async () => {
    const { net, start, says } = await show();
    await start();
    says({ type: 'pong' });
    says(result({ verdict: 'ATTACK', active_check: check({ state: 'passed', done: ['smile'] }) }));
    expect(screen.getByTestId('prompt').textContent).toBe(texts.challenge.attack.title);
    expect(screen.getByTestId('prompt-panel').className).toContain('tone-bad');
    fireEvent.click(screen.getByTestId('try-again'));
    expect(net.last().said.at(-1)).toEqual({ type: 'reset_active_check' });
  });

  it('lets the person try again after a failed check, and gives a reason that fits it', async () => {
    const { net, start, says } = await show();
    await start();
    says({ type: 'pong' });
    const failed = check({ state: 'failed', failed_by: 'timed_out' });
    says(result({ verdict: 'NO_RESPONSE', active_check: failed }));
    expect(screen.getByTestId('prompt').textContent).toBe(texts.challenge.failures.timed_out.title);
    expect(verdict().textContent).toBe(texts.noVerdict.word);
    fireEvent.click(screen.getByTestId('try-again'));
    expect(net.last().said.at(-1)).toEqual({ type: 'reset_active_check' });
    says(result({ verdict: 'ATTACK', active_check: failed }));
    expect(verdict().dataset.verdict).toBe('ATTACK');
    expect(verdict().closest('section')?.textContent).toContain(texts.noVerdict.line);
  });

  it('stops: camera off, verdict gone, start there again', async () => {
    const { track, start, says } = await show();
    await start();
    says(result());
    fireEvent.click(screen.getByTestId('stop'));
    expect(track.stopped).toBe(true);
    expect(verdict().dataset.verdict).toBe('');
    expect(screen.getByTestId('start')).toBeTruthy();
  });

  it('turns the camera off when the page is left or taken down', async () => {
    const { track, start, unmount } = await show();
    await start();
    act(() => void window.dispatchEvent(new Event('pagehide')));
    expect(track.stopped).toBe(true);
    track.stopped = false;
    await start();
    unmount();
    expect(track.stopped).toBe(true);
  });

  it.each(['camera_denied', 'camera_absent', 'camera_busy', 'camera_insecure'] as const)(
    'says what to do about %s and lets the person try again',
    async (problem) => {
      let works = false;
      const { start } = await show(() =>
        works ? Promise.resolve(fakeStream()) : Promise.reject(new CameraError(problem)),
      );
      await start();
      const panel = screen.getByTestId('problem');
      expect(panel.dataset.problem).toBe(problem);
      expect(screen.getByRole('alert').textContent).toContain(texts.problems[problem].advice);
      works = true;
      await start();
      expect(screen.queryByTestId('problem')).toBeNull();
      expect(screen.getByTestId('stop')).toBeTruthy();
    },
  );

  it('says that it comes back, and comes back on demand', async () => {
    const { net, start, says } = await show();
    await start();
    says(result());
    act(() => net.last().drops());
    expect(screen.getByTestId('problem').dataset.problem).toBe('reconnecting');
    expect(screen.getByTestId('connection').dataset.state).toBe('waiting');
    expect(verdict().dataset.verdict).toBe('');
    fireEvent.click(screen.getByText(texts.tryNow));
    says({ type: 'pong' });
    expect(screen.queryByTestId('problem')).toBeNull();
    expect(screen.getByTestId('connection').dataset.state).toBe('open');
  });

  it('says that the server is full', async () => {
    const { net, start } = await show();
    await start();
    act(() => net.last().drops(1013));
    expect(screen.getByTestId('problem').dataset.problem).toBe('server_full');
    expect(screen.getByTestId('connection').dataset.state).toBe('full');
  });

  it('says that a locked server wants a key, turns the camera off, and tries again only when asked', async () => {
    const { net, start, track } = await show();
    await start();
    act(() => net.last().drops(4401));
    expect(screen.getByTestId('problem').dataset.problem).toBe('key_needed');
    expect(screen.getByRole('alert').textContent).toContain(texts.problems.key_needed.advice);
    expect(screen.getByTestId('connection').dataset.state).toBe('refused');
    expect(track.stopped).toBe(true);
    await start();
    expect(net.sockets).toHaveLength(2);
  });

  it('says what the server complained of', async () => {
    const { start, says } = await show();
    await start();
    says({ type: 'error', code: 'bad_frame', message: 'The picture is no JPEG.' });
    expect(screen.getByTestId('problem').dataset.problem).toBe('bad_frame');
    expect(screen.getByRole('alert').textContent).toContain('The picture is no JPEG.');
  });

  it('survives nonsense', async () => {
    const { start, says } = await show();
    await start();
    says('<html>');
    says({ type: 'result', verdict: 'BONA_FIDE' });
    expect(verdict().dataset.verdict).toBe('');
  });
});
