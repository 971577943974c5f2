import { count, milliseconds, NONE, score, seconds } from '../../ui/format';
import { frameAt, spanAt } from './timeline';
import type { Timeline } from './timeline';
import { qualityWords } from './words';

interface Props {
  readonly course: Timeline;
  /** Null while nobody points anywhere. */
  readonly at: number | null;
}

/** What there was at the moment that is pointed at. */
export function Moment({ course, at }: Props) {
  if (at === null) {
    return <p className="c-hint">Point at the drawing, or move the slider, to read one moment.</p>;
  }
  const frame = frameAt(course.frames, at);
  const facts: readonly (readonly [string, string])[] = [
    ['Moment', `${at.toFixed(2)} s`],
    ['Asked for', spanAt(course.prompts, at)?.word ?? NONE],
    ['Frame', frame ? `${count(course.frames.indexOf(frame) + 1)} of ${count(course.frames.length)}` : NONE],
    ['Seen at', frame ? seconds(frame.seconds) : NONE],
    ['Score', score(frame?.score)],
    ['Face', frame ? (frame.face_detected ? 'Seen' : 'None') : NONE],
    ['Quality', frame ? qualityWords(frame.quality) : NONE],
    ['Took', milliseconds(frame?.milliseconds)],
  ];
  return (
    <dl className="timeline-moment" data-testid="moment">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="number">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
