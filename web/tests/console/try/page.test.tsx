import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { socketUrl } from '../../../src/console/pages/try/use-tryout';
import { fakeStream, FakeSocket, FakeTrack } from '../../fakes';
import { heading, leave, prepare, serve, show } from '../console-page';
import { READY, said } from './analysis';

const opened: { url: string; protocols: string[]; socket: FakeSocket }[] = [];

/** A browser with a camera and sockets. */
function browser(getUserMedia: () => Promise<MediaStream>): void {
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('WebSocket', function (url: string, protocols: string[]) {
    const socket = new FakeSocket();
    opened.push({ url, protocols, socket });
    return socket;
  });
  Object.defineProperty(navigator, 'mediaDevices', {
    configurable: true,
    value: { getUserMedia, enumerateDevices: () => Promise.resolve([]), addEventListener: vi.fn() },
  });
}

beforeEach(() => {
  prepare();
  opened.length = 0;
  HTMLCanvasElement.prototype.getContext = () => null; // jsdom draws nothing
});
afterEach(() => {
  leave();
  Reflect.deleteProperty(navigator, 'mediaDevices');
});

describe('the try-it page', () => {
  it('shows what the server sees, in words and numbers, and ends with the camera off', async () => {
    const track = new FakeTrack();
    browser(() => Promise.resolve(fakeStream(track)));
    serve(() => undefined);
    await show('#/try');
    fireEvent.click(await screen.findByTestId('try-start'));
    await waitFor(() => expect(opened).toHaveLength(1));
    expect(opened[0]).toMatchObject({ url: 'ws://localhost/v1/tryout', protocols: ['facevow.v1'] });
    act(() => {
      opened[0]?.socket.says(READY);
      opened[0]?.socket.says(said());
    });
    expect((await screen.findByTestId('readout')).textContent).toContain('Passive score0.830');
    expect(screen.getByTestId('readout').textContent).toContain('Bona fide');
    expect(screen.getByTestId('plot-quality').textContent).toContain('Too dark');
    expect(screen.getByTestId('plot-timing').textContent).toContain('Detector2.1 ms');
    fireEvent.click(screen.getByTestId('try-stop'));
    expect(track.stopped).toBe(true);
    expect(screen.getByTestId('download')).toHaveProperty('disabled', false); // what was recorded is still to be had
  });

  it('says why the camera did not start, and how it will', async () => {
    browser(() => Promise.reject(new DOMException('no', 'NotAllowedError')));
    serve(() => undefined);
    await show('#/try');
    fireEvent.click(await screen.findByTestId('try-start'));
    expect((await screen.findByRole('alert')).textContent).toContain('The camera is not allowed');
    expect(opened).toEqual([]);
  });

  it('turns the camera off when the page is left', async () => {
    const track = new FakeTrack();
    browser(() => Promise.resolve(fakeStream(track)));
    serve(({ path }) => (path === '/v1/policies' ? { policies: [], default: 'strict' } : undefined));
    await show('#/try');
    fireEvent.click(await screen.findByTestId('try-start'));
    await waitFor(() => expect(opened).toHaveLength(1));
    act(() => {
      location.hash = '#/policies';
      window.dispatchEvent(new HashChangeEvent('hashchange'));
    });
    await heading('Policies');
    expect(track.stopped).toBe(true);
  });

  it('says that the connection was lost, and tries again', async () => {
    browser(() => Promise.resolve(fakeStream()));
    serve(() => undefined);
    await show('#/try');
    fireEvent.click(await screen.findByTestId('try-start'));
    await waitFor(() => expect(opened).toHaveLength(1));
    act(() => opened[0]?.socket.drops());
    expect((await screen.findByTestId('try-away')).textContent).toContain('No connection to the server');
    fireEvent.click(screen.getByRole('button', { name: /Try now/ }));
    expect(opened).toHaveLength(2);
  });

  it('says “Now” of what is now only: not of what was before it was paused, nor before the server went', async () => {
    browser(() => Promise.resolve(fakeStream()));
    serve(() => undefined);
    await show('#/try');
    fireEvent.click(await screen.findByTestId('try-start'));
    await waitFor(() => expect(opened).toHaveLength(1));
    act(() => {
      opened[0]?.socket.says(READY);
      opened[0]?.socket.says(said());
    });
    const readout = await screen.findByTestId('readout');
    expect(within(readout).getByRole('heading').textContent).toBe('Now');
    fireEvent.click(screen.getByTestId('pause'));
    expect(within(readout).getByRole('heading').textContent).toBe('When paused');
    expect(readout.textContent).toContain('Bona fide');
    fireEvent.click(screen.getByTestId('pause'));
    expect(within(readout).getByRole('heading').textContent).toBe('Now');
    act(() => opened[0]?.socket.drops());
    expect(readout.textContent).toContain('Passive score–');
    expect(readout.textContent).not.toContain('0.830');
    expect(readout.querySelector('.c-badge')).toBeNull();
  });

  it('speaks to the socket beside the API, encrypted where the page is', () => {
    expect(socketUrl('https://a.example/b/v1/')).toBe('wss://a.example/b/v1/tryout');
    expect(socketUrl('http://localhost:8000/v1/')).toBe('ws://localhost:8000/v1/tryout');
  });
});
