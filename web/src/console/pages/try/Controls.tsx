import type { Camera } from '@web/camera/devices';
import { Select } from '../../ui/Field';
import { Icon } from '../../ui/Icon';
import type { IconName } from '../../ui/Icon';
import type { Layer } from './draw-face';
import type { Tryout, TryoutView } from './tryout';

interface Props {
  readonly tryout: Tryout;
  readonly view: TryoutView;
  readonly cameras: readonly Camera[];
  readonly layers: ReadonlySet<Layer>;
  readonly onLayer: (layer: Layer, on: boolean) => void;
  readonly onCamera: (id: string) => void;
}

const LAYERS: readonly (readonly [Layer, string])[] = [
  ['box', 'Face'],
  ['outlines', 'Outlines'],
  ['points', 'All 478 points'],
];

/** What can be done while the camera is on. */
export function Controls({ tryout, view, cameras, layers, onLayer, onCamera }: Props) {
  const { paused, frozen, latest } = view;
  return (
    <div className="f-controls">
      <div className="c-actions">
        <Push
          icon={paused ? 'play' : 'pause'}
          on={paused}
          name={paused ? 'Go on' : 'Pause'}
          testid="pause"
          onPush={() => tryout.pause(!paused)}
        />
        <Push
          icon="camera"
          on={frozen !== null}
          name={frozen ? 'Let it move' : 'Freeze'}
          testid="freeze"
          disabled={latest === null && frozen === null}
          onPush={() => tryout.freeze(frozen === null)}
        />
        <button
          type="button"
          className="button small stop"
          data-testid="try-stop"
          onClick={() => tryout.stop()}
        >
          <Icon name="stop" size={18} />
          Camera off
        </button>
      </div>
      <fieldset className="f-layers">
        <legend className="unseen">What is drawn on the picture</legend>
        {LAYERS.map(([layer, name]) => (
          <label key={layer} className="f-layer">
            <input
              type="checkbox"
              checked={layers.has(layer)}
              data-testid={`layer-${layer}`}
              onChange={({ currentTarget }) => onLayer(layer, currentTarget.checked)}
            />
            {name}
          </label>
        ))}
      </fieldset>
      {cameras.length > 1 && (
        <Select
          label="Camera"
          value={view.cameraId ?? ''}
          options={cameras.map(({ id, label }, at) => ({ value: id, name: label || `Camera ${at + 1}` }))}
          onChange={onCamera}
          testid="try-camera"
        />
      )}
    </div>
  );
}

interface PushProps {
  readonly icon: IconName;
  readonly name: string;
  readonly on: boolean;
  readonly testid: string;
  readonly disabled?: boolean;
  readonly onPush: () => void;
}

const Push = ({ icon, name, on, testid, disabled = false, onPush }: PushProps) => (
  <button
    type="button"
    className="button small"
    data-on={on}
    data-testid={testid}
    disabled={disabled}
    onClick={onPush}
  >
    <Icon name={icon} size={18} />
    {name}
  </button>
);
