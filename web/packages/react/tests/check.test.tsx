import { act, cleanup, render } from '@testing-library/react';
import { createRef, StrictMode, useState } from 'react';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { FacevowCheck } from '../src/FacevowCheck';
import type { FacevowCheckElement } from '../src/types';
import { shown, StandIn } from './stand-in';

vi.mock('@facevow/web', () => ({}));

beforeAll(() => customElements.define('facevow-check', StandIn));
afterEach(cleanup);

const token = 'fvs_a.fvt_b';

describe('FacevowCheck', () => {
  it('listens and hands over newSession before it sets what may make the check begin', () => {
    const phases: string[] = [];
    render(
      <FacevowCheck
        autoStart
        sessionToken={token}
        newSession={() => Promise.resolve(token)}
        onPhase={({ phase }) => phases.push(phase)}
      />,
    );
    const { done } = shown();
    const started = done.indexOf('auto-start=');
    expect(done.indexOf('hears facevow-phase')).toBeLessThan(started);
    expect(done.indexOf('newSession')).toBeLessThan(started);
    expect(done.indexOf(`session-token=${token}`)).toBeLessThan(started);
    expect(done.at(-1)).toBe('auto-start=');
    expect(phases).toEqual(['permission']);
  });

  it('writes every option as the attribute of the element', () => {
    render(
      <FacevowCheck
        sessionToken={token}
        server="https://liveness.example"
        lang="ar"
        theme="dark"
        spoken
        facing="environment"
        abilities="hidden"
        camera="fixed"
      />,
    );
    const element = shown();
    const written = element.getAttributeNames().map((name) => [name, element.getAttribute(name)]);
    expect(Object.fromEntries(written)).toEqual({
      'session-token': token,
      server: 'https://liveness.example',
      lang: 'ar',
      theme: 'dark',
      spoken: '',
      facing: 'environment',
      abilities: 'hidden',
      camera: 'fixed',
    });
  });

  it('takes away what is no longer said, and leaves alone what stays as it was', () => {
    const { rerender } = render(<FacevowCheck spoken lang="de" sessionToken={token} />);
    const element = shown();
    element.done.length = 0;
    rerender(<FacevowCheck spoken={false} lang="de" sessionToken="fvs_c.fvt_d" />);
    expect(element.done).toEqual(['spoken removed', 'session-token=fvs_c.fvt_d']);
    expect(shown()).toBe(element);
  });

  it('calls the handler of the newest drawing with what the event tells, and with the event', () => {
    const first = vi.fn();
    const second = vi.fn();
    const { rerender } = render(<FacevowCheck onEnded={first} />);
    rerender(<FacevowCheck onEnded={second} />);
    const ended = { session: 'fvs_a', state: 'COMPLETED' };
    shown().tells('facevow-ended', ended);
    expect(first).not.toHaveBeenCalled();
    expect(second).toHaveBeenCalledExactlyOnceWith(ended, expect.objectContaining({ type: 'facevow-ended' }));
  });

  it.each([
    ['facevow-phase', 'onPhase'],
    ['facevow-started', 'onStarted'],
    ['facevow-prompt', 'onPrompt'],
    ['facevow-guidance', 'onGuidance'],
    ['facevow-ended', 'onEnded'],
    ['facevow-problem', 'onProblem'],
    ['facevow-cancelled', 'onCancelled'],
    ['facevow-session-needed', 'onSessionNeeded'],
  ])('hears %s as %s, once even where React draws twice', (event, property) => {
    const handler = vi.fn();
    render(<FacevowCheck {...{ [property]: handler }} />, { wrapper: StrictMode });
    shown().tells(event, { told: true });
    expect(handler).toHaveBeenCalledExactlyOnceWith({ told: true }, expect.any(CustomEvent));
  });

  it('hears nothing more once it is gone', () => {
    const handler = vi.fn();
    const { unmount } = render(<FacevowCheck onPhase={handler} />);
    const element = shown();
    unmount();
    element.tells('facevow-phase', { phase: 'idle', problem: null });
    expect(handler).not.toHaveBeenCalled();
  });

  it('gives the element to a ref of either kind, and takes it back', () => {
    const object = createRef<FacevowCheckElement>();
    const called: unknown[] = [];
    const { unmount } = render(
      <>
        <FacevowCheck ref={object} />
        <FacevowCheck ref={(element) => void called.push(element)} />
      </>,
    );
    expect(object.current).toBe(shown());
    expect(called).toEqual([document.querySelectorAll('facevow-check')[1]]);
    unmount();
    expect(object.current).toBeNull();
    expect(called.at(-1)).toBeNull();
  });

  it('passes on a class, a style, data and children in slots', () => {
    render(
      <FacevowCheck className="wide" style={{ maxWidth: '30rem' }} data-testid="check" id="check">
        <p slot="start">Before we begin</p>
      </FacevowCheck>,
    );
    const element = shown();
    expect([element.className, element.id, element.style.maxWidth]).toEqual(['wide', 'check', '30rem']);
    expect(element.dataset.testid).toBe('check');
    expect(element.querySelector('[slot=start]')?.textContent).toBe('Before we begin');
  });

  it('sets newSession once however often it is drawn, and calls the one of the newest drawing', async () => {
    const first = vi.fn(() => Promise.resolve('first'));
    const second = vi.fn(() => Promise.resolve('second'));
    const { rerender } = render(<FacevowCheck newSession={first} />);
    rerender(<FacevowCheck newSession={second} />);
    const { done, newSession } = shown();
    expect(done.filter((each) => each === 'newSession')).toHaveLength(1);
    const wish = { because: null, excluded: ['head'] };
    await expect((newSession as (wish: unknown) => Promise<string>)(wish)).resolves.toBe('second');
    expect(second).toHaveBeenCalledExactlyOnceWith(wish);
    expect(first).not.toHaveBeenCalled();
    rerender(<FacevowCheck />);
    expect(shown().newSession).toBeNull();
    await expect((newSession as (wish: unknown) => Promise<string>)(wish)).rejects.toThrow('no newSession');
  });

  it('comes to life in what a server has drawn, without a complaint', () => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const phases: string[] = [];
    const page = (
      <FacevowCheck
        autoStart
        sessionToken={token}
        className="wide"
        onPhase={({ phase }) => phases.push(phase)}
      >
        <p slot="start">Before we begin</p>
      </FacevowCheck>
    );
    const html = '<facevow-check class="wide"><p slot="start">Before we begin</p></facevow-check>';
    const place = document.body.appendChild(document.createElement('div'));
    place.append(document.createRange().createContextualFragment(html));
    render(page, { container: place, hydrate: true });
    expect(shown().getAttribute('session-token')).toBe(token);
    expect(phases).toEqual(['permission']);
    expect(complaints).not.toHaveBeenCalled();
  });

  it('keeps its element while the page around it is drawn again by what it tells', () => {
    function Page() {
      const [phase, setPhase] = useState('none');
      return <FacevowCheck title={phase} onPhase={(told) => setPhase(told.phase)} />;
    }
    render(<Page />);
    const element = shown();
    act(() => element.tells('facevow-phase', { phase: 'connecting', problem: null }));
    expect(shown()).toBe(element);
    expect(element.title).toBe('connecting');
  });
});
