/** What happened in a session, on one axis of seconds since its stream began. Pure: no drawing, no clock. */
import type { Schemas } from '../../client';
import type { Tone } from '../../ui/Badge';
import { wordOf } from '../../ui/words';

type Entry = Schemas['TranscriptEntry'];
/** One as the server has it; where the face was is not drawn here. */
export type Seen = Omit<Schemas['FrameSeen'], 'box'>;
export type Frame = Seen & { readonly seconds: number };

/** Something that lasted. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly word: string;
  readonly tone: Tone;
}

/** Something that happened. */
export interface Mark {
  readonly at: number;
  readonly word: string;
  readonly tone: Tone;
}

export interface Lane {
  readonly name: string;
  readonly spans: readonly Span[];
}

export interface Timeline {
  /** The end of the axis, in seconds. */
  readonly end: number;
  readonly prompts: readonly Span[];
  readonly marks: readonly Mark[];
  readonly face: readonly Span[];
  /** One for each fault of the pictures that there was. */
  readonly quality: readonly Lane[];
  readonly frames: readonly Frame[];
}

/** What ends a prompt, and how that looks. */
const ENDS: Readonly<Partial<Record<Entry['event'], Tone>>> = {
  act_done: 'good',
  last_act_done: 'good',
  hasty_act: 'unsure',
  flat_act: 'bad',
  window_over: 'unsure',
  too_many_faults: 'bad',
  too_many_restarts: 'bad',
  face_lost: 'unsure',
  face_joined: 'unsure',
  face_swapped: 'bad',
  clock_jumped: 'unsure',
  clock_went_back: 'bad',
  frozen: 'bad',
  looped: 'bad',
  timed_out: 'bad',
  broken: 'bad',
  reset: 'quiet',
};

const GOOD = new Set<Entry['event']>(['face_found', 'settled', 'returned']);
const FAULTS = new Set<Entry['event']>(['early_act', 'wrong_act', 'unasked_act']);

/** Frames further apart than this are not one span: something was between them. */
const GAP_S = 0.75;
/** One frame alone is still to be seen. */
const LEAST_S = 0.05;

export function timelineOf(transcript: readonly Entry[], seen: readonly Seen[], length: number): Timeline {
  const frames = seen.filter((frame): frame is Frame => frame.seconds !== null);
  const last = Math.max(length, frames.at(-1)?.seconds ?? 0, transcript.at(-1)?.at ?? 0);
  const end = Math.max(1, last);
  const codes = [...new Set(frames.flatMap(({ quality }) => quality))].sort();
  return {
    end,
    prompts: promptsOf(transcript, end),
    marks: transcript.filter(({ event }) => event !== 'prompted').map(markOf),
    face: spansWhere(frames, ({ face_detected }) => face_detected, 'Face seen', 'good'),
    quality: codes.map((code) => ({
      name: wordOf(code),
      spans: spansWhere(frames, ({ quality }) => quality.includes(code), wordOf(code), 'unsure'),
    })),
    frames,
  };
}

/** Each prompt from its sending to what ended it. */
function promptsOf(transcript: readonly Entry[], end: number): Span[] {
  const spans: Span[] = [];
  let open: Entry | null = null;
  const close = (at: number, tone: Tone) => {
    if (open) spans.push({ from: open.at, to: at, word: wordOf(open.step ?? 'prompted'), tone });
    open = null;
  };
  for (const entry of transcript) {
    if (entry.event === 'prompted') {
      close(entry.at, 'quiet');
      open = entry;
    } else {
      const tone = ENDS[entry.event];
      if (tone) close(entry.at, tone);
    }
  }
  close(end, 'quiet');
  return spans;
}

function markOf({ at, event, act }: Entry): Mark {
  const tone = ENDS[event] ?? (GOOD.has(event) ? 'good' : FAULTS.has(event) ? 'unsure' : 'quiet');
  return { at, word: act ? `${wordOf(event)}: ${wordOf(act).toLowerCase()}` : wordOf(event), tone };
}

/** Frames in a row of which something holds, as spans. */
function spansWhere(
  frames: readonly Frame[],
  holds: (frame: Frame) => boolean,
  word: string,
  tone: Tone,
): Span[] {
  const spans: Span[] = [];
  let from: number | null = null;
  let before = 0;
  const close = () => {
    if (from !== null) spans.push({ from, to: Math.max(before, from + LEAST_S), word, tone });
    from = null;
  };
  for (const frame of frames) {
    if (from !== null && frame.seconds - before > GAP_S) close();
    if (holds(frame)) from ??= frame.seconds;
    else close();
    before = frame.seconds;
  }
  close();
  return spans;
}

/** The frame nearest to a moment; null where there are none. */
export function frameAt(frames: readonly Frame[], at: number): Frame | null {
  let low = 0;
  let high = frames.length - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if ((frames[middle]?.seconds ?? 0) < at) low = middle + 1;
    else high = middle;
  }
  const after = frames[low];
  const before = frames[low - 1];
  if (!after) return null;
  return before && at - before.seconds < after.seconds - at ? before : after;
}

export const spanAt = (spans: readonly Span[], at: number): Span | null =>
  spans.find(({ from, to }) => from <= at && at <= to) ?? null;

/** Where the axis is marked: at most `most` marks, at whole, even distances. */
export function ticksOf(end: number, most = 8): number[] {
  const step = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300].find((size) => end / size <= most) ?? 600;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, place) => place * step);
}
