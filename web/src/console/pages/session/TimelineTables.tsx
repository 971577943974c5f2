import { milliseconds, score, seconds } from '../../ui/format';
import type { Timeline } from './timeline';
import { qualityWords } from './words';

/** The timeline in words and numbers. */
export const TimelineTables = ({ course }: { readonly course: Timeline }) => (
  <div className="timeline-tables">
    <Events course={course} />
    <Frames course={course} />
  </div>
);

function Events({ course: { prompts, marks } }: { readonly course: Timeline }) {
  const rows = [
    ...prompts.map(({ from, word }) => ({ at: from, word: `Asked for: ${word.toLowerCase()}` })),
    ...marks.map(({ at, word }) => ({ at, word })),
  ].sort((one, other) => one.at - other.at);
  return (
    <div className="c-plot-table" role="region" aria-label="Events" tabIndex={0}>
      <table className="c-numbers">
        <caption className="unseen">What happened in the challenge</caption>
        <thead>
          <tr>
            <th scope="col">Second</th>
            <th scope="col">Event</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ at, word }, index) => (
            <tr key={index}>
              <th scope="row" className="number">
                {seconds(at)}
              </th>
              <td>{word}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const Frames = ({ course: { frames } }: { readonly course: Timeline }) => (
  <div className="c-plot-table" role="region" aria-label="Frames" tabIndex={0}>
    <table className="c-numbers">
      <caption className="unseen">Every frame that was judged</caption>
      <thead>
        <tr>
          <th scope="col">Second</th>
          <th scope="col" className="end">
            Score
          </th>
          <th scope="col">Face</th>
          <th scope="col">Quality</th>
          <th scope="col" className="end">
            Took
          </th>
        </tr>
      </thead>
      <tbody>
        {frames.map((frame) => (
          <tr key={frame.number}>
            <th scope="row" className="number">
              {frame.seconds.toFixed(2)}
            </th>
            <td className="number end">{score(frame.score)}</td>
            <td>{frame.face_detected ? 'Seen' : 'None'}</td>
            <td>{qualityWords(frame.quality)}</td>
            <td className="number end">{milliseconds(frame.milliseconds)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);
