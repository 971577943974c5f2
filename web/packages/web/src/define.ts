/** Makes `<facevow-check>` known to the browser. */
import { FacevowCheckElement } from './element';

export const NAME = 'facevow-check';

/** Does nothing where there are no elements, as on a server, or where the name is taken: by this script, loaded twice. */
export function define(): void {
  if (typeof customElements === 'undefined' || customElements.get(NAME)) return;
  customElements.define(NAME, FacevowCheckElement);
}
