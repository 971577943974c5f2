import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Change } from '../../src/flow/parts';
import { LOOK_MS, surroundingsOf } from '../../src/flow/surroundings';

/** An element with the tree that a check has, whose being seen the test decides. */
function shown(page: Document = document) {
  const host = page.body.appendChild(page.createElement('div'));
  const root = page.createElement('section');
  root.setAttribute('part', 'root');
  host.attachShadow({ mode: 'open' }).append(page.createElement('style'), root);
  const state = { rendered: true };
  Object.defineProperty(host, 'checkVisibility', { value: () => false });
  Object.defineProperty(root, 'checkVisibility', { value: () => state.rendered });
  return { host, state };
}

function watched(host: Element | null) {
  const heard: Change[] = [];
  const surroundings = surroundingsOf(
    () => host,
    () => undefined,
  );
  return { surroundings, heard, stop: surroundings.watch((change) => heard.push(change)) };
}

const hide = (page: Document, hidden: boolean) =>
  Object.defineProperty(page, 'visibilityState', {
    configurable: true,
    get: () => (hidden ? 'hidden' : 'visible'),
  });

describe('what is around a check', () => {
  beforeEach(() => void vi.useFakeTimers());

  afterEach(() => {
    vi.useRealTimers();
    Reflect.deleteProperty(document, 'visibilityState');
    document.body.replaceChildren();
  });

  it('tells when it is not rendered any more, and when it is again, and nothing in between', () => {
    const { host, state } = shown();
    const { surroundings, heard, stop } = watched(host);
    vi.advanceTimersByTime(4 * LOOK_MS);
    expect([surroundings.hidden(), heard]).toEqual([false, []]);
    state.rendered = false;
    vi.advanceTimersByTime(4 * LOOK_MS);
    expect([surroundings.hidden(), heard]).toEqual([true, ['visibility']]);
    state.rendered = true;
    vi.advanceTimersByTime(4 * LOOK_MS);
    expect([surroundings.hidden(), heard]).toEqual([false, ['visibility', 'visibility']]);
    stop();
    state.rendered = false;
    vi.advanceTimersByTime(4 * LOOK_MS);
    expect([heard.length, vi.getTimerCount()]).toEqual([2, 0]);
  });

  it('takes for seen what a browser cannot tell about', () => {
    const host = document.body.appendChild(document.createElement('div'));
    Object.defineProperty(host, 'checkVisibility', { value: undefined });
    expect(watched(host).surroundings.hidden()).toBe(false);
    expect(watched(null).surroundings.hidden()).toBe(false);
  });

  it('is the page in which the element is', () => {
    const frame = document.body.appendChild(document.createElement('iframe'));
    const page = frame.contentDocument;
    if (!page) throw new Error('expected a frame to have a document');
    const { surroundings, heard, stop } = watched(shown(page).host);
    hide(page, false);
    hide(document, true);
    document.dispatchEvent(new Event('visibilitychange'));
    expect([surroundings.hidden(), heard]).toEqual([false, []]);
    hide(page, true);
    page.dispatchEvent(new Event('visibilitychange'));
    expect([surroundings.hidden(), heard]).toEqual([true, ['visibility']]);
    frame.contentWindow?.dispatchEvent(new Event('pagehide'));
    window.dispatchEvent(new Event('pagehide'));
    expect(heard).toEqual(['visibility', 'leaving', 'leaving']);
    stop();
    frame.contentWindow?.dispatchEvent(new Event('pagehide'));
    expect(heard).toHaveLength(3);
  });

  it('goes away once where page and script are of one window', () => {
    const { heard, stop } = watched(shown().host);
    window.dispatchEvent(new Event('pagehide'));
    expect(heard).toEqual(['leaving']);
    stop();
  });
});
