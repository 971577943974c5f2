import { texts } from '../../texts';
import { Icon } from '../shared/Icon';
import type { Shot } from './use-shots';

interface Props {
  readonly shots: readonly Shot[];
  /** What was wrong with a picture, by its place. */
  readonly faults: ReadonlyMap<number, string>;
  readonly onRemove: (id: number) => void;
}

/** The pictures at hand, each with what was wrong with it. */
export function ShotList({ shots, faults, onRemove }: Props) {
  const { people } = texts;
  return (
    <ol className="shots" aria-label={people.pictures} data-testid="shots">
      {shots.map(({ id, url }, index) => (
        <li key={id} className={faults.has(index) ? 'shot faulty' : 'shot'}>
          <img src={url} alt={people.picture(index + 1)} />
          <button
            type="button"
            className="shot-remove"
            aria-label={people.removePicture(index + 1)}
            onClick={() => onRemove(id)}
          >
            <Icon name="close" size={16} />
          </button>
          {faults.has(index) && <p className="shot-fault">{faults.get(index)}</p>}
        </li>
      ))}
    </ol>
  );
}
