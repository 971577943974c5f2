import { BROWSERS, missingBrowsers, type BrowserName } from './browsers';
import { componentIsBuilt } from './serving';

/** Why nothing can be tested in these browsers; null where it can. */
export function nothingHere(wanted: readonly BrowserName[] = BROWSERS): string | null {
  if (!componentIsBuilt()) return 'needs the built component: python hatch_build.py';
  const missing = missingBrowsers().filter((name) => wanted.includes(name));
  return missing.length > 0 ? `needs ${missing.join(' and ')} (Debian: chromium, firefox-esr)` : null;
}
