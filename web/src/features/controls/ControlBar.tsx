import type { ReactNode } from 'react';
import type { Snapshot } from '../session/snapshot';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';

interface Props {
  readonly snapshot: Snapshot;
  readonly onStop: () => void;
  /** The choice of camera. */
  readonly children: ReactNode;
}

/** Under the picture: stop, which camera, and how fast it goes. */
export function ControlBar({ snapshot: { phase, frameRate, roundTrip }, onStop, children }: Props) {
  return (
    <div className="controls">
      {children}
      <dl className="figures">
        <Figure
          name={texts.frameRate}
          value={frameRate === null ? texts.none : texts.framesPerSecond(frameRate)}
        />
        <Figure
          name={texts.roundTrip}
          value={roundTrip === null ? texts.none : texts.milliseconds(roundTrip)}
        />
      </dl>
      {phase !== 'idle' && (
        <button type="button" className="button stop" data-testid="stop" onClick={onStop}>
          <Icon name="stop" size={18} />
          {texts.stop}
        </button>
      )}
    </div>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className="number">{value}</dd>
    </div>
  );
}
