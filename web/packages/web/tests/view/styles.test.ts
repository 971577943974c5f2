import { describe, expect, it } from 'vitest';
import { dress } from '../../src/view/styles';

function shadow(): ShadowRoot {
  return document.createElement('div').attachShadow({ mode: 'open' });
}

/** A root that adopts sheets of its own document's window only, as browsers have it. */
function adopting(document: Document): ShadowRoot {
  const root = document.createElement('div').attachShadow({ mode: 'open' });
  let sheets: readonly object[] = [];
  Object.defineProperty(root, 'adoptedStyleSheets', {
    get: () => sheets,
    set: (given: readonly object[]) => {
      const own = document.defaultView?.CSSStyleSheet;
      if (!own || !given.every((sheet) => sheet instanceof own)) throw new Error('not its own');
      sheets = given;
    },
  });
  return root;
}

/** A document whose window makes sheets by script; its own ones, as every window does. */
function documentWithSheets(): Document {
  class Sheet {
    replaceSync(): void {
      // What is in it is not looked at here.
    }
  }
  const made = document.implementation.createHTMLDocument();
  Object.defineProperty(made, 'defaultView', { value: { CSSStyleSheet: Sheet } });
  return made;
}

describe('the styles', () => {
  it('are adopted where the browser can, one sheet for all checks, without an element that a policy could refuse', () => {
    const page = documentWithSheets();
    const [one, other] = [adopting(page), adopting(page)];
    for (const root of [one, other]) dress(root, '');
    expect(one.adoptedStyleSheets).toHaveLength(1);
    expect(one.adoptedStyleSheets[0]).toBe(other.adoptedStyleSheets[0]);
    expect(one.querySelector('style')).toBeNull();
  });

  it('are adopted in the document of another window, too, as a sheet of that window', () => {
    const [page, framed] = [documentWithSheets(), documentWithSheets()];
    dress(adopting(page), '');
    const root = adopting(framed);
    dress(root, '');
    expect(root.adoptedStyleSheets).toHaveLength(1);
    expect(root.querySelector('style')).toBeNull();
  });

  it('stand in an element with the nonce of the page where it cannot, once however often it is dressed', () => {
    const root = shadow();
    dress(root, 'n0nce');
    dress(root, 'n0nce');
    expect([...root.querySelectorAll('style')].map((style) => style.nonce)).toEqual(['n0nce']);
  });
});
