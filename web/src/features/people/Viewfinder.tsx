import type { ReactNode } from 'react';
import { STILL } from '@web/camera/grab';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import { Picture } from '../stage/Picture';
import type { Lens, LensView } from './lens';

interface Props {
  readonly lens: Lens;
  readonly view: LensView;
  readonly onStart: () => void;
  readonly onTake: () => void;
  /** The other ways to a picture, beside the camera. */
  readonly children: ReactNode;
}

/** The camera's picture with the button that takes one, or what starts it. */
export function Viewfinder({
  lens,
  view: { phase, stream, mirrored, problem },
  onStart,
  onTake,
  children,
}: Props) {
  const { people } = texts;
  return (
    <div className="viewfinder">
      <div className="finder" data-live={stream !== null}>
        {stream ? (
          <>
            <Picture
              key={stream.id}
              stream={stream}
              mirrored={mirrored}
              grain={STILL}
              takeFramesFrom={lens.takeFramesFrom}
            />
            <svg className="guide" viewBox="0 0 120 90" aria-hidden="true">
              <ellipse cx="60" cy="44" rx="23" ry="31" />
            </svg>
          </>
        ) : (
          <div className="finder-off">
            <Icon name={problem ? 'cameraOff' : 'person'} size={40} />
            {problem ? (
              <p role="alert" data-testid="camera-problem" data-problem={problem}>
                <b>{texts.problems[problem].title}</b> {texts.problems[problem].advice}
              </p>
            ) : (
              <p>{people.noPicture}</p>
            )}
          </div>
        )}
      </div>
      <div className="finder-buttons">
        {stream ? (
          <>
            <button type="button" className="button" data-testid="take" onClick={onTake}>
              <Icon name="camera" />
              {people.takePicture}
            </button>
            <button type="button" className="button stop" data-testid="lens-stop" onClick={() => lens.stop()}>
              <Icon name="stop" size={18} />
              {people.stopCamera}
            </button>
          </>
        ) : (
          <button
            type="button"
            className="button"
            data-testid="lens-start"
            disabled={phase === 'starting'}
            onClick={onStart}
          >
            <Icon name="camera" />
            {phase === 'starting' ? people.startingCamera : people.startCamera}
          </button>
        )}
        {children}
      </div>
    </div>
  );
}
