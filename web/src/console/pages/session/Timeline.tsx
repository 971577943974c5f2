import { useState } from 'react';
import { Curve } from './Curve';
import { Lanes } from './Lanes';
import { Moment } from './Moment';
import type { Timeline as Course } from './timeline';
import { momentWords } from './words';
import './timeline.css';

interface Props {
  readonly course: Course;
  /** From where on a score counts as bona fide; null where it is not known. */
  readonly threshold: number | null;
}

/** Scrolled through by pointing, or by the keyboard. */
const STEP_S = 0.05;

/** What was asked, what was done and what was seen, on one axis. */
export function Timeline({ course, threshold }: Props) {
  const [at, setAt] = useState<number | null>(null);
  return (
    <>
      <div
        className="timeline"
        onPointerMove={({ currentTarget, clientX }) => {
          const { left, width } = currentTarget.getBoundingClientRect();
          if (width > 0) setAt(Math.min(course.end, Math.max(0, ((clientX - left) / width) * course.end)));
        }}
      >
        <Lanes course={course} />
        <Curve course={course} threshold={threshold} />
        {at !== null && (
          <span className="timeline-now" aria-hidden="true" style={{ left: `${(at / course.end) * 100}%` }} />
        )}
      </div>
      <input
        type="range"
        className="timeline-range"
        aria-label="Moment of the session"
        aria-valuetext={momentWords(course, at ?? 0)}
        min={0}
        max={course.end}
        step={STEP_S}
        value={at ?? 0}
        onChange={(event) => setAt(Number(event.currentTarget.value))}
      />
      <Moment course={course} at={at} />
    </>
  );
}
