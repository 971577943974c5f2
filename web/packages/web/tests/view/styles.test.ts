import { afterEach, describe, expect, it, vi } from 'vitest';

function shadow(): ShadowRoot {
  return document.createElement('div').attachShadow({ mode: 'open' });
}

describe('the styles', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  it('are adopted where the browser can, one sheet for all checks, without an element that a policy could refuse', async () => {
    class Sheet {
      replaceSync = vi.fn();
    }
    Object.defineProperty(Sheet.prototype, 'replaceSync', { value: vi.fn() });
    vi.stubGlobal('CSSStyleSheet', Sheet);
    const { dress } = await import('../../src/view/styles');
    const [one, other] = [shadow(), shadow()];
    for (const root of [one, other]) {
      Object.defineProperty(root, 'adoptedStyleSheets', { value: [], writable: true });
      dress(root, '');
    }
    expect(one.adoptedStyleSheets).toHaveLength(1);
    expect(one.adoptedStyleSheets[0]).toBe(other.adoptedStyleSheets[0]);
    expect(one.querySelector('style')).toBeNull();
  });

  it('stand in an element with the nonce of the page where it cannot, once however often it is dressed', async () => {
    const { dress } = await import('../../src/view/styles');
    const root = shadow();
    dress(root, 'n0nce');
    dress(root, 'n0nce');
    expect([...root.querySelectorAll('style')].map((style) => style.nonce)).toEqual(['n0nce']);
  });
});
