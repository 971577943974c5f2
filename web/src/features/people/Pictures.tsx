import { useState } from 'react';
import { rememberCamera, rememberedCamera } from '@web/camera/devices';
import { readPicture } from '../../camera/pictures';
import { texts } from '../../texts';
import { CameraPicker } from '../controls/CameraPicker';
import { useCameras } from '../controls/use-cameras';
import { Icon } from '../shared/Icon';
import type { Lens, LensView } from './lens';
import { ShotList } from './ShotList';
import type { Shots } from './use-shots';
import { Viewfinder } from './Viewfinder';

interface Props {
  readonly lens: Lens;
  readonly view: LensView;
  readonly media: MediaDevices | undefined;
  readonly shots: Shots;
  readonly most: number;
  readonly faults: ReadonlyMap<number, string>;
  readonly disabled: boolean;
  /** Asked before a picture is added, which may be long after it was chosen. */
  readonly mayChange: () => boolean;
  /** Pictures came or went: what was said of those before no longer holds. */
  readonly onChange: () => void;
}

/** Where pictures come from: the camera, files, or what is dropped here. */
export function Pictures({ lens, view, media, shots, most, faults, disabled, mayChange, onChange }: Props) {
  const [note, setNote] = useState('');
  const [chosen, setChosen] = useState(rememberedCamera);
  const cameras = useCameras(media, view.phase === 'on');
  const { people } = texts;

  const choose = (id: string | null) => {
    rememberCamera(id);
    setChosen(id);
    void lens.start(id);
  };

  const add = (pictures: readonly Blob[], lost: string) => {
    if (!mayChange()) return;
    const over = most > 1 && shots.list.length + pictures.length > most;
    setNote([lost, over ? people.tooMany(most) : ''].filter(Boolean).join(' '));
    if (pictures.length === 0) return;
    shots.add(pictures, most);
    onChange();
  };
  const take = async () => {
    const picture = await lens.take();
    add(picture ? [picture] : [], picture ? '' : people.noFrame);
  };
  const read = async (files: readonly File[]) => {
    const pictures = await Promise.all(files.map(readPicture));
    const lost = files
      .filter((_, index) => pictures[index] === null)
      .map(({ name }) => people.notAPicture(name));
    add(
      pictures.filter((picture) => picture !== null),
      lost.join(' '),
    );
  };

  return (
    <fieldset
      className="pictures"
      aria-label={people.pictures}
      disabled={disabled}
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void read([...event.dataTransfer.files]);
      }}
    >
      <Viewfinder lens={lens} view={view} onStart={() => void lens.start(chosen)} onTake={() => void take()}>
        {view.phase === 'on' && cameras.length > 1 && (
          <CameraPicker cameras={cameras} chosen={view.cameraId ?? chosen} onChoose={choose} />
        )}
        <label className="button chooser">
          <Icon name="upload" />
          {people.choose(most)}
          <input
            type="file"
            accept="image/*"
            className="unseen"
            data-testid="files"
            multiple={most > 1}
            onChange={({ currentTarget: input }) => {
              const files = [...(input.files ?? [])];
              input.value = ''; // so that the same file can be chosen again
              void read(files);
            }}
          />
        </label>
      </Viewfinder>
      <p className="field-hint">{people.picturesOf(most)}</p>
      <p className="refusal" role="alert" data-testid="picture-note">
        {note}
      </p>
      {shots.list.length > 0 && (
        <ShotList
          shots={shots.list}
          faults={faults}
          onRemove={(id) => {
            shots.remove(id);
            setNote('');
            onChange();
          }}
        />
      )}
    </fieldset>
  );
}
