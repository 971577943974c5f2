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

let shared: CSSStyleSheet | null = null;

/** `nonce` is for browsers that cannot adopt a sheet, on a page whose content policy asks for one. */
export function dress(root: ShadowRoot, nonce: string): void {
  root.querySelector('style')?.remove();
  if (!adopt(root)) root.prepend(h('style', { nonce: nonce === '' ? null : nonce }, CSS));
}

/** One sheet for all checks of a document; in another document, as of a frame, it cannot be adopted. */
function adopt(root: ShadowRoot): boolean {
  if (!('adoptedStyleSheets' in root) || !('replaceSync' in CSSStyleSheet.prototype)) return false;
  try {
    root.adoptedStyleSheets = [(shared ??= sheet())];
    return true;
  } catch {
    return false;
  }
}

function sheet(): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(CSS);
  return made;
}
