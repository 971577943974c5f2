/** Makes elements without markup in strings, so that pages under Trusted Types need no policy for the check. */

export type Child = Node | string | null;
/** `true` is an attribute without a value; `false` and `null` are none. */
export type Attributes = Readonly<Record<string, string | number | boolean | null>>;

const SVG = 'http://www.w3.org/2000/svg';

export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return furnish(document.createElement(tag), attributes, children);
}

export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return furnish(document.createElementNS(SVG, tag), attributes, children);
}

function furnish<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) put(element, name, value);
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Sets or removes an attribute, and touches nothing where it is so already. */
export function put(element: Element, name: string, value: string | number | boolean | null): void {
  const wanted = value === false || value === null ? null : value === true ? '' : String(value);
  if (element.getAttribute(name) === wanted) return;
  if (wanted === null) element.removeAttribute(name);
  else element.setAttribute(name, wanted);
}

/** Touches nothing where the words stand there already: what a person has selected stays selected. */
export function write(element: Element, words: string | null): void {
  if (element.textContent !== (words ?? '')) element.textContent = words;
}

/** Whether it is drawn; where the browser cannot tell, whether it or what it is in was hidden by `show`. */
export function isShown(element: Element): boolean {
  if (typeof element.checkVisibility === 'function') return element.checkVisibility();
  return (element.assignedSlot ?? element).closest('[hidden]') === null;
}

export function show(element: Element, shown: boolean): void {
  put(element, 'hidden', !shown);
}
