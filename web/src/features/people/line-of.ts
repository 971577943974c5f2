import type { Person } from '../../socket/people';
import { texts } from '../../texts';

/** What there is of a person, in a line; `matcher` is the server's at present, if any. */
export function lineOf({ templates, unreadable, matchers, last }: Person, matcher: string | null): string {
  const { people } = texts;
  const outdated = matcher !== null && !matchers.includes(matcher);
  return [
    people.templates(templates),
    unreadable > 0 ? people.unreadable(unreadable) : '',
    outdated ? people.outdated : '',
    last === null ? '' : people.date(last),
  ]
    .filter(Boolean)
    .join(' · ');
}
