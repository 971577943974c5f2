/** The gallery of enrolled people: what the server says of it, never trusted before it is checked. */
import { VERDICTS } from './messages';
import type { Verdict } from './messages';
import { isBoolean, isCount, isFields, isFinite, isOneOf, isShare, isText, textsOf } from './narrow';

/** Whether UTF-8, and so an address, can hold it: no half of a character is left alone in it. */
export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);

/** An enrolled person, as the list shows them. */
export interface Person {
  /** Null where the server cannot open the name any more, and for a name that no address can hold. */
  readonly subject: string | null;
  readonly templates: number;
  /** How many of them are broken. */
  readonly unreadable: number;
  readonly matchers: readonly string[];
  /** When the latest template was made; null where it is not told. */
  readonly last: string | null;
}

export interface GalleryPage {
  readonly people: readonly Person[];
  /** Cursor of the page after; null on the last. */
  readonly next: string | null;
  /** The server's matcher at present; null where it compares nobody. */
  readonly matcher: string | null;
}

export interface Template {
  readonly id: string;
  readonly created: string;
  readonly matcher: string;
  readonly source: string;
  /** Whether the server can compare it at present. */
  readonly usable: boolean;
}

export interface Hit {
  readonly subject: string;
  readonly score: number;
}

/** What a look at one picture was worth. */
interface Judged {
  readonly threshold: number;
  readonly matcher: string;
  readonly verdict: Verdict;
  /** 0 to 1, rising towards a live person; null without a face. */
  readonly liveScore: number | null;
  /** Codes that say why there is no match; empty where there is one. */
  readonly reasons: readonly string[];
}

export interface Verified extends Judged {
  readonly match: boolean;
  readonly score: number | null;
}

export interface Identified extends Judged {
  readonly matches: readonly Hit[];
  /** How many templates were looked through. */
  readonly searched: number;
}

export interface Enrolment {
  readonly subject: string;
  /** How many there are of this person in all. */
  readonly templates: number;
  /** Other people who look the same to the matcher. */
  readonly duplicates: readonly Hit[];
}

export interface Receipt {
  readonly templates: number;
  readonly erasedAt: string;
  readonly auditNumber: number;
  readonly auditHash: string;
  /** All that the server said, its signature too, as JSON to keep. */
  readonly document: string;
}

export function parseGallery(value: unknown): GalleryPage | null {
  if (!isFields(value) || !Array.isArray(value.subjects)) return null;
  const people = value.subjects.map(parsePerson).filter((person) => person !== null);
  const { next, matcher } = value;
  return { people, next: isText(next) ? next : null, matcher: isText(matcher) ? matcher : null };
}

function parsePerson(value: unknown): Person | null {
  if (!isFields(value)) return null;
  const { subject, templates, unreadable, matchers, last } = value;
  if (!isCount(templates) || (subject !== null && !isText(subject))) return null;
  return {
    subject: subject !== null && isWellFormed(subject) ? subject : null,
    templates,
    unreadable: isCount(unreadable) ? unreadable : 0,
    matchers: textsOf(matchers),
    last: isMoment(last) ? last : null,
  };
}

export function parseTemplates(value: unknown): Template[] | null {
  const list = isFields(value) ? value.templates : null;
  return Array.isArray(list) ? list.map(parseTemplate).filter((template) => template !== null) : null;
}

function parseTemplate(value: unknown): Template | null {
  if (!isFields(value)) return null;
  const { id, created, matcher, source, usable } = value;
  if (!isText(id) || !isMoment(created) || !isText(matcher) || !isText(source)) return null;
  return { id, created, matcher, source, usable: usable === true };
}

export function parseVerified(value: unknown): Verified | null {
  const judged = parseJudged(value);
  if (!judged || !isFields(value)) return null;
  const { match, score } = value;
  if (!isBoolean(match) || (match && !isFinite(score))) return null;
  return { ...judged, match, score: isFinite(score) ? score : null };
}

export function parseIdentified(value: unknown): Identified | null {
  const judged = parseJudged(value);
  if (!judged || !isFields(value)) return null;
  const matches = parseHits(value.matches);
  return matches && isCount(value.searched) ? { ...judged, matches, searched: value.searched } : null;
}

export function parseEnrolment(value: unknown): Enrolment | null {
  if (!isFields(value) || !isText(value.subject) || !isCount(value.enrolled)) return null;
  const duplicates = parseHits(value.duplicates);
  return duplicates && { subject: value.subject, templates: value.enrolled, duplicates };
}

export function parseReceipt(value: unknown): Receipt | null {
  if (!isFields(value) || !isFields(value.counts) || !isFields(value.audit)) return null;
  const { erased_at, counts, audit } = value;
  if (!isMoment(erased_at) || !isCount(counts.templates)) return null;
  if (!isCount(audit.number) || !isText(audit.hash)) return null;
  return {
    templates: counts.templates,
    erasedAt: erased_at,
    auditNumber: audit.number,
    auditHash: audit.hash,
    document: JSON.stringify(value, null, 2),
  };
}

function parseJudged(value: unknown): Judged | null {
  if (!isFields(value)) return null;
  const { threshold, matcher, verdict, live_score, reasons } = value;
  if (!isFinite(threshold) || !isText(matcher) || !isOneOf(VERDICTS, verdict)) return null;
  const liveScore = isShare(live_score) ? live_score : null;
  return { threshold, matcher, verdict, liveScore, reasons: textsOf(reasons) };
}

/** Null where any of them is not as expected: who is left out of a list of people is a wrong answer. */
function parseHits(value: unknown): Hit[] | null {
  if (!Array.isArray(value)) return null;
  const hits = value.map((item: unknown): Hit | null =>
    isFields(item) && isText(item.subject) && isFinite(item.score)
      ? { subject: item.subject, score: item.score }
      : null,
  );
  return hits.every((hit) => hit !== null) ? hits : null;
}

const isMoment = (value: unknown): value is string => isText(value) && !Number.isNaN(Date.parse(value));
