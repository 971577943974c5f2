import type { Frame, Timeline } from './timeline';

interface Props {
  readonly course: Timeline;
  readonly threshold: number | null;
}

/** Frames further apart than this are not joined by a line. */
const GAP_S = 0.75;

/** The fused passive score after each frame, on the axis of the lanes. */
export function Curve({ course: { frames, end }, threshold }: Props) {
  if (!frames.some(({ score }) => score !== null)) return null;
  return (
    <div className="timeline-lane" aria-hidden="true">
      <span className="timeline-name">Passive score, 0 to 1, rising towards bona fide</span>
      <div className="timeline-curve">
        <svg viewBox="0 0 100 100" preserveAspectRatio="none">
          {threshold !== null && (
            <line className="curve-level" x1="0" x2="100" y1={height(threshold)} y2={height(threshold)} />
          )}
          <path className="curve-line" d={pathOf(frames, end)} />
        </svg>
        {threshold !== null && (
          <span className="curve-word" style={{ top: `${height(threshold)}%` }}>
            Threshold {threshold}
          </span>
        )}
      </div>
    </div>
  );
}

const height = (score: number): number => 100 - score * 100;

/** A line from score to score; it is broken where there was none for a while. */
export function pathOf(frames: readonly Frame[], end: number): string {
  const parts: string[] = [];
  let before: number | null = null;
  for (const { score, seconds } of frames) {
    if (score === null) continue;
    const joined = before !== null && seconds - before <= GAP_S;
    parts.push(`${joined ? 'L' : 'M'}${((seconds / end) * 100).toFixed(3)} ${height(score).toFixed(2)}`);
    before = seconds;
  }
  return parts.join('');
}
