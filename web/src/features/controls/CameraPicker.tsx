import type { Camera } from '@web/camera/devices';
import { texts } from '../../texts';
import { Icon } from '../shared/Icon';

interface Props {
  readonly cameras: readonly Camera[];
  readonly chosen: string | null;
  readonly onChoose: (id: string | null) => void;
}

export function CameraPicker({ cameras, chosen, onChoose }: Props) {
  const known = cameras.some((camera) => camera.id === chosen);
  return (
    <label className="picker">
      <span className="unseen">{texts.camera}</span>
      <Icon name="camera" size={18} />
      <select
        data-testid="camera"
        value={known && chosen !== null ? chosen : ''}
        onChange={(event) => onChoose(event.currentTarget.value || null)}
      >
        <option value="">{texts.defaultCamera}</option>
        {cameras.map((camera, index) => (
          <option key={camera.id} value={camera.id}>
            {camera.label || texts.cameraNumber(index + 1)}
          </option>
        ))}
      </select>
      <Icon name="chevron" size={16} />
    </label>
  );
}
