/* Drawn by `npm run types`: change the server, not this file. */
/* eslint-disable */

/**
 * A text message of WS /v1/tryout. Frames are binary: u8 version = 1, u8 flags = 0, u16 reserved = 0, u32 sequence, u64 capture time in microseconds, all big endian, then a JPEG.
 */
export type TryoutMessage = TryoutClient | TryoutServer;
export type TryoutServer = ReadyMessage | AnalysisMessage | PongMessage | ProblemMessage;
/**
 * Why a frame is not fit to be judged; also the guidance that the person is given.
 */
export type QualityCode =
  | 'no_face'
  | 'too_dark'
  | 'too_bright'
  | 'blurred'
  | 'too_small'
  | 'too_near'
  | 'cut_off'
  | 'turned_away'
  | 'several_faces'
  | 'covered';
/**
 * What the application is told. Only BONA_FIDE is a pass.
 */
export type Verdict = 'BONA_FIDE' | 'ATTACK' | 'NO_RESPONSE';

/**
 * Is the server there?
 */
export interface TryoutClient {
  type: 'ping';
}
/**
 * The first message: frames may be sent.
 *
 * A frame has at most `max_bytes` bytes, header included, and `max_side` pixels a side; after `idle` seconds without
 * any message the socket is closed. Scores from `threshold` on are taken for bona fide by the server's `policy`.
 */
export interface ReadyMessage {
  type: 'ready';
  policy: string;
  threshold: number;
  model: string;
  max_bytes: number;
  max_side: number;
  idle: number;
}
/**
 * All that one frame shows. Nothing of it is stored.
 *
 * `sequence` is the frame's own, `dropped` counts the frames so far that a newer one took the place of; `width` and
 * `height` are the frame's. `took` is the milliseconds from its arrival to this answer, `milliseconds` those of each
 * stage. `face` is x, y, width and height of the largest of `faces` faces, in pixels of the frame. `landmarks` are x0,
 * y0, x1, y1, ... of the 478 points of the face mesh, in quarters of a pixel; `presence`, 0 to 1, how sure the network
 * is that a face is there. `passive` is the passive score of this frame alone, `fused` that of the last frames, and
 * `verdict` what a check without acts would say now; scores are 0 to 1 and rise towards bona fide.
 */
export interface AnalysisMessage {
  type: 'analysis';
  sequence: number;
  dropped: number;
  width: number;
  height: number;
  took: number;
  milliseconds: {
    [k: string]: number;
  };
  face: [number, number, number, number] | null;
  faces: number;
  landmarks: number[] | null;
  presence: number | null;
  pose: Pose | null;
  motion: Motion | null;
  quality: QualityTold;
  passive: number | null;
  fused: number | null;
  threshold: number;
  verdict: Verdict;
}
/**
 * The direction of the head in degrees, as `facevow.types.HeadPose` has it: left is the person's own left.
 */
export interface Pose {
  yaw: number | null;
  pitch: number | null;
  roll: number | null;
}
/**
 * What moves in the face, as `facevow.types.FaceMotion` has it; null is what cannot be told.
 */
export interface Motion {
  right_eye: number | null;
  left_eye: number | null;
  right_blink: number | null;
  left_blink: number | null;
  mouth: number | null;
  jaw: number | null;
  smile: number | null;
  brows: number | null;
}
/**
 * Why the frame is not fit to be judged, most important first, and every value that was measured, by its code.
 */
export interface QualityTold {
  codes: QualityCode[];
  measures: {
    [k: string]: number | null;
  };
}
/**
 * The server is there.
 */
export interface PongMessage {
  type: 'pong';
}
/**
 * Something that was sent cannot be used: `code` for programs, `message` for people, `sequence` of which frame.
 */
export interface ProblemMessage {
  type: 'error';
  code: string;
  message: string;
  sequence?: number | null;
}
