import type { AnalysisMessage } from '../../../api/tryout';
import { listOf, mapOf, number, object, oneOf, orNull, read, text } from '../shared/reading';
import type { Read, Reader } from '../shared/reading';

/** Landmarks come in quarters of a pixel, as whole numbers. */
const LANDMARK_UNIT = 0.25;

/** x, y, width, height in pixels of the frame. */
const box: Reader<[number, number, number, number]> = (value) => {
  const [x, y, width, height] = listOf(number)(value);
  return [number(x), number(y), number(width), number(height)];
};

const share = orNull(number);
const points = listOf(number);

const analysis = object({
  type: oneOf('analysis'),
  sequence: number,
  dropped: number,
  width: number,
  height: number,
  took: number,
  milliseconds: mapOf(number),
  face: orNull(box),
  faces: number,
  landmarks: orNull((value) => points(value).map((quarters) => quarters * LANDMARK_UNIT)),
  presence: share,
  pose: orNull(object({ yaw: share, pitch: share, roll: share })),
  motion: orNull(
    object({
      right_eye: share,
      left_eye: share,
      right_blink: share,
      left_blink: share,
      mouth: share,
      jaw: share,
      smile: share,
      brows: share,
    }),
  ),
  quality: object({ codes: listOf(text), measures: mapOf(share) }),
  passive: share,
  fused: share,
  threshold: number,
  verdict: oneOf('BONA_FIDE', 'ATTACK', 'NO_RESPONSE'),
});

/** All that the server saw in one frame; landmarks in pixels of it. */
export type Analysis = Read<typeof analysis>;

type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : never) : never;

/** Each field that the server sends is read, and none besides: where the schema changes, this is no longer so. */
export const READS_ALL: Same<keyof Analysis, keyof AnalysisMessage> = true;

const ready = object({ type: oneOf('ready'), policy: text, threshold: number, model: text });

/** What judges here, told once a connection is open. */
export type Ready = Read<typeof ready>;

const error = object({ type: oneOf('error'), code: text, message: text, sequence: orNull(number) });

export type Refusal = Read<typeof error>;

const pong = object({ type: oneOf('pong') });

export type TryoutMessage = Analysis | Ready | Refusal | Read<typeof pong>;

const READERS: Readonly<Record<string, Reader<TryoutMessage>>> = {
  analysis,
  ready,
  error,
  pong,
};

/** Null for what is no message of this socket. */
export function readMessage(said: unknown): TryoutMessage | null {
  const type = read(object({ type: text }), said)?.type ?? '';
  const reader = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  return reader ? read(reader, said) : null;
}
