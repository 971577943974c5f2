import type { Schemas } from '../../client';

export type AuditLine = Schemas['AuditLine'];

/**
 * The numbers of lines that do not follow from the line shown before them: its hash is not the one they hold, or a
 * number is left out. What a line's own hash covers only the server can tell (`facevow audit verify`).
 */
export function faultsIn(lines: readonly AuditLine[]): readonly number[] {
  return lines
    .filter((line, at) => {
      const before = lines[at - 1];
      return before && (line.previous !== before.hash || line.number !== before.number + 1);
    })
    .map(({ number }) => number);
}

/** What was done, as a short text: `replaced: true, templates: 3`. */
export function detailsOf(details: AuditLine['details']): string {
  return Object.entries(details)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');
}
