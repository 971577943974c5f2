/** The check's own styles, kept to its shadow tree; as a sheet made by script, which no content policy has to allow. */
import frame from './styles/frame.css?inline';
import panels from './styles/panels.css?inline';
import prompt from './styles/prompt.css?inline';
import stage from './styles/stage.css?inline';
import start from './styles/start.css?inline';
import tokens from './styles/tokens.css?inline';
import tray from './styles/tray.css?inline';
import { h } from './dom';

export const CSS = [tokens, frame, panels, start, stage, prompt, tray].join('\n');

/** One sheet for all checks of a document: to another one, as that of a frame, a sheet cannot be carried over. */
const shared = new WeakMap<Document, CSSStyleSheet>();

/** `nonce` is for browsers that cannot adopt a sheet, on a page whose content policy asks for one. */
export function dress(root: ShadowRoot, nonce: string): void {
  root.querySelector('style')?.remove();
  if (!adopt(root)) root.prepend(h('style', { nonce: nonce === '' ? null : nonce }, CSS));
}

function adopt(root: ShadowRoot): boolean {
  if (!('adoptedStyleSheets' in root)) return false;
  try {
    const sheet = sheetOf(root.ownerDocument);
    if (!sheet) return false;
    root.adoptedStyleSheets = [sheet];
    return true;
  } catch {
    return false;
  }
}

/** Null in a document without a window, and in browsers that make no sheets by script. */
function sheetOf(document: Document): CSSStyleSheet | null {
  const known = shared.get(document);
  if (known) return known;
  // A sheet belongs to the document of the window whose constructor made it.
  const Sheet = document.defaultView?.CSSStyleSheet;
  if (!Sheet || !('replaceSync' in Sheet.prototype)) return null;
  const made = new Sheet();
  made.replaceSync(CSS);
  shared.set(document, made);
  return made;
}
