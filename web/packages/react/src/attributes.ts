/** How the wrapper's properties stand in the element's attributes. */
import type { FacevowOptions } from './types';

type Written = string | boolean | undefined;

/** `auto-start` is the last one: whatever else it needs is there when it begins. */
const written = (options: FacevowOptions): readonly (readonly [string, Written])[] => [
  ['server', options.server],
  ['lang', options.lang],
  ['theme', options.theme],
  ['spoken', options.spoken],
  ['facing', options.facing],
  ['abilities', options.abilities],
  ['camera', options.camera],
  ['session-token', options.sessionToken],
  ['auto-start', options.autoStart],
];

/**
 * Sets what is given, and takes away what is not.
 *
 * React 18 writes `false` into an attribute as a word, and React 19 sets a property where the element has one of that
 * name; done by hand it is the same with both.
 */
export function writeAttributes(element: Element, options: FacevowOptions): void {
  for (const [name, value] of written(options)) {
    if (value === undefined || value === false) {
      element.removeAttribute(name);
    } else {
      const text = value === true ? '' : value;
      if (element.getAttribute(name) !== text) element.setAttribute(name, text);
    }
  }
}
