import { VerdictBadge } from '../../ui/Badge';
import { Card } from '../../ui/Card';
import { Facts } from '../../ui/Facts';
import { count, milliseconds, NONE, number, score } from '../../ui/format';
import { Icon } from '../../ui/Icon';
import { wordOf } from '../../ui/words';
import { save } from '../shared/save';
import { MOST_RECORDED } from './tryout';
import type { Tryout, TryoutView } from './tryout';

interface Props {
  readonly tryout: Tryout;
  readonly view: TryoutView;
}

/** What the server says now, or said when all was made to stand still, in words and numbers. */
export function Readout({ tryout, view }: Props) {
  const { ready, frameRate, roundTrip, recorded, refusal, paused, frozen } = view;
  const latest = frozen?.analysis ?? view.latest;
  const moves = !paused && !frozen;
  const codes = latest?.quality.codes ?? [];
  return (
    <Card
      title={frozen ? 'When frozen' : paused ? 'When paused' : 'Now'}
      testid="readout"
      actions={latest && <VerdictBadge verdict={latest.verdict} />}
    >
      <Facts
        facts={[
          [
            'Passive score',
            <b key="passive" className="number">
              {score(latest?.passive)}
            </b>,
          ],
          [
            'Fused',
            <b key="fused" className="number">
              {score(latest?.fused)}
            </b>,
          ],
          ['Bona fide from', ready ? `${number(ready.threshold)} (${ready.policy})` : NONE],
          ['Faces', latest ? String(latest.faces) : NONE],
          ['Against it', codes.length > 0 ? codes.map(wordOf).join(', ') : latest ? 'Nothing' : NONE],
          ['Pace', frameRate === null || !moves ? NONE : `${number(frameRate, 1)} frames a second`],
          ['There and back', milliseconds(moves ? roundTrip : null)],
          ['Passed over', latest ? count(latest.dropped) : NONE],
          ['Picture', latest ? `${latest.width} × ${latest.height} px` : NONE],
          ['Model', ready ? ready.model : NONE],
        ]}
      />
      {refusal && (
        <p className="f-refusal" role="status">
          A frame was refused: {refusal.message} <code>{refusal.code}</code>
        </p>
      )}
      <div className="f-record">
        <button
          type="button"
          className="button small"
          data-testid="download"
          disabled={recorded === 0}
          onClick={() => save(tryout.recording(), 'facevow-tryout.jsonl')}
        >
          <Icon name="save" size={18} />
          Download the numbers
        </button>
        <span className="f-soft number">
          {count(recorded)} {recorded === 1 ? 'frame' : 'frames'}
          {recorded >= MOST_RECORDED ? ', the newest' : ''}: JSON lines, no picture
        </span>
      </div>
    </Card>
  );
}
