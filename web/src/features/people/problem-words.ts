import type { Place, Problem } from '../../socket/api';
import { texts } from '../../texts';

/** What an API key, or another one, would help against. */
const AT_THE_DOOR = new Set(['key_missing', 'key_malformed', 'key_unknown', 'key_revoked', 'scope_missing']);

export const needsKey = (problem: Problem | null): problem is Problem =>
  problem !== null && AT_THE_DOOR.has(problem.code);

/** A problem in words: this page's own where it has some, else the server's. */
export function wordsFor({ code, title, detail, retryAfter }: Problem) {
  const { people } = texts;
  const own = people.problems[code];
  const wait = retryAfter === null ? '' : people.retryAfter(retryAfter);
  return {
    title: own?.title ?? (title || people.failed),
    advice: [own?.advice ?? (detail || code), wait].filter(Boolean).join(' '),
  };
}

const PICTURE = /^#\/images?(?:\/(\d+))?(?:\/|$)/;

/** What was wrong with each picture, by its place in what was sent. */
export function faultsOf(problem: Problem | null): ReadonlyMap<number, string> {
  const faults = new Map<number, string>();
  for (const place of problem?.places ?? []) {
    const found = PICTURE.exec(place.pointer);
    if (found && problem) faults.set(Number(found[1] ?? 0), reasonsAt(place, problem.code).join(' '));
  }
  return faults;
}

/** All that was wrong, wherever it was; nothing where the problem itself says as much. */
export const reasonsOf = (problem: Problem): readonly string[] => [
  ...new Set(
    problem.places.filter(({ codes }) => codes.length > 0).flatMap((place) => reasonsAt(place, problem.code)),
  ),
];

/** The codes that there are words for; where there are none, the problem's own, or what the server says. */
function reasonsAt({ codes, detail }: Place, problem: string): readonly string[] {
  const { reasons } = texts.people;
  const known = codes.map((code) => reasons[code]).filter((words) => words !== undefined);
  return known.length > 0 ? known : [reasons[problem] ?? detail];
}
