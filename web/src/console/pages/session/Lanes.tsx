import type { Mark, Span, Timeline } from './timeline';
import { ticksOf } from './timeline';
import { seconds } from '../../ui/format';

/** Beyond this share of the axis a tick’s word stands before it, not after. */
const LAST = 0.93;

/** What lasted and what happened, one under the other. Hidden from readers, who have the tables and the slider. */
export function Lanes({ course }: { readonly course: Timeline }) {
  const { end, prompts, marks, face, quality } = course;
  return (
    <div aria-hidden="true">
      <div className="timeline-axis">
        {ticksOf(end).map((tick) => (
          <span key={tick} className={tick / end > LAST ? 'last' : ''} style={{ left: place(tick, end) }}>
            {seconds(tick)}
          </span>
        ))}
      </div>
      {prompts.length > 0 && <Row name="Asked for" spans={prompts} end={end} tall />}
      {marks.length > 0 && <Marks marks={marks} end={end} />}
      <Row name="Face" spans={face} end={end} />
      {quality.map(({ name, spans }) => (
        <Row key={name} name={name} spans={spans} end={end} />
      ))}
    </div>
  );
}

interface RowProps {
  readonly name: string;
  readonly spans: readonly Span[];
  readonly end: number;
  /** With the words within. */
  readonly tall?: boolean;
}

const Row = ({ name, spans, end, tall = false }: RowProps) => (
  <div className="timeline-lane">
    <span className="timeline-name">{name}</span>
    <div className={tall ? 'timeline-track tall' : 'timeline-track'}>
      {spans.map(({ from, to, word, tone }) => (
        <span
          key={from}
          className={`timeline-span tone-${tone}`}
          title={`${word}: ${seconds(from)} to ${seconds(to)}`}
          style={{ left: place(from, end), width: place(to - from, end) }}
        >
          {tall && <span className="timeline-word">{word}</span>}
        </span>
      ))}
    </div>
  </div>
);

const Marks = ({ marks, end }: { readonly marks: readonly Mark[]; readonly end: number }) => (
  <div className="timeline-lane">
    <span className="timeline-name">Events</span>
    <div className="timeline-track marks">
      {marks.map(({ at, word, tone }, index) => (
        <i
          key={index}
          className={`timeline-mark tone-${tone}`}
          title={`${seconds(at)}: ${word}`}
          style={{ left: place(at, end) }}
        />
      ))}
    </div>
  </div>
);

const place = (at: number, end: number): string => `${(at / end) * 100}%`;
