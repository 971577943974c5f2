import { texts } from '../../texts';
import { TASKS } from './tasks';
import type { Task } from './tasks';

interface Props {
  readonly task: Task;
  readonly disabled: boolean;
  readonly onChoose: (task: Task) => void;
}

/** What to do with the picture: one of three. */
export function TaskPicker({ task, disabled, onChoose }: Props) {
  const { people } = texts;
  return (
    <fieldset className="segments" disabled={disabled}>
      <legend className="unseen">{people.taskLabel}</legend>
      {TASKS.map((name) => (
        <label key={name} className="segment">
          <input
            type="radio"
            name="task"
            className="unseen"
            data-testid={`task-${name}`}
            checked={task === name}
            onChange={() => onChoose(name)}
          />
          {people.tasks[name].name}
        </label>
      ))}
    </fieldset>
  );
}
