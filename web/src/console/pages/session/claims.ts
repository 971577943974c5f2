/** Whether what the page shows is what was signed. */
import type { Schemas } from '../../client';
import { isFields } from '../../../socket/narrow';
import type { Fields } from '../../../socket/narrow';
import { thresholdOf } from './evidence';

type Session = Schemas['Session'];

type Pair = readonly [name: string, signed: unknown, shown: unknown];

/** What is shown otherwise than it was signed, in words; nothing where all agrees. */
export async function disagreements(claims: Fields, session: Session): Promise<string[]> {
  const pairs = [...judged(claims, session), ...seen(claims, session)];
  pairs.push(['the transcript', claims.transcript_sha256, await transcriptHash(session)]);
  return pairs.filter(([, signed, shown]) => canonical(signed) !== canonical(shown)).map(([name]) => name);
}

/** How it ended, and by what. */
function judged(claims: Fields, session: Session): Pair[] {
  const { model } = session;
  const thresholds = isFields(claims.thresholds) ? claims.thresholds : {};
  return [
    ['the session', claims.session, session.id],
    ['the verdict', claims.verdict, session.verdict],
    ['the reasons', sorted(claims.reasons), sorted(session.reasons)],
    ['what was left out', sorted(claims.excluded), sorted(session.excluded)],
    ['the end', claims.iat, secondOf(session.ended)],
    ['whether a subject was named', claims.subject !== null, session.subject_given],
    ['the policy', claims.policy, session.policy_title],
    ['the threshold', thresholds.passive, thresholdOf(session)],
    ['the model', claims.model, model?.name ?? ''],
    ['the model’s hash', claims.model_sha256, model?.sha256 ?? ''],
  ];
}

/** What it was judged from. */
function seen(claims: Fields, session: Session): Pair[] {
  const signed = isFields(claims.match) ? claims.match : null;
  return [
    ['the number of frames', claims.frames, session.timings?.frames.analysed],
    ['the frames’ hash', claims.frames_sha256, session.frames_sha256 ?? ''],
    ['the transcript’s hash', claims.transcript_sha256, session.transcript_sha256 ?? ''],
    ['the comparison', signed && matchOf(signed), session.match && matchOf(session.match)],
    ['whom it was compared with', signed?.against ?? null, session.compare],
  ];
}

/** What is signed of a comparison: all but its score. */
const matchOf = ({ matched, threshold, matcher, against, frames }: Fields | Schemas['Match']): Fields => ({
  matched,
  threshold,
  matcher,
  against,
  frames,
});

/** In whole seconds since 1970, rounded down, as `iat` is. */
const secondOf = (at: string | null): number | null =>
  at === null ? null : Math.floor(Date.parse(at) / 1000);

const sorted = (list: unknown): unknown => (Array.isArray(list) ? list.map(String).sort() : list);

/** SHA-256 over what was asked and done, as it stands on the page; "" where nothing was. */
async function transcriptHash({ transcript, transcript_sha256 }: Session): Promise<string> {
  if (transcript.length === 0 && !transcript_sha256) return '';
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(canonical(transcript)));
  return [...new Uint8Array(hash)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** JSON as RFC 8785 has it: members in order, no spaces, numbers as JavaScript writes them. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (!isFields(value)) return JSON.stringify(value ?? null);
  const members = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`);
  return `{${members.join(',')}}`;
}
