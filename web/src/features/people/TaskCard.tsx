import type { ReactNode, Ref } from 'react';
import type { Problem } from '../../socket/api';
import { texts } from '../../texts';
import type { Draft, Lack } from './draft';
import { Fields } from './Fields';
import { TaskPicker } from './TaskPicker';
import type { Task } from './tasks';
import { Trouble } from './Trouble';

interface Props {
  readonly form: Ref<HTMLFormElement>;
  readonly draft: Draft;
  readonly busy: boolean;
  /** Nothing may be changed: what is under way cannot be called back. */
  readonly locked: boolean;
  readonly lack: Lack | null;
  /** What came of the last order, if it could not be carried out. */
  readonly problem: Problem | null;
  readonly onTask: (task: Task) => void;
  readonly onChange: (change: Partial<Draft>) => void;
  readonly onSend: () => void;
  /** Where the pictures come from. */
  readonly children: ReactNode;
}

/** What to do, with which picture, and for whom. */
export function TaskCard({
  form,
  draft,
  busy,
  locked,
  lack,
  problem,
  onTask,
  onChange,
  onSend,
  children,
}: Props) {
  const { people } = texts;
  const { line, send, sending } = people.tasks[draft.task];
  return (
    <form
      ref={form}
      tabIndex={-1}
      className="card task-card"
      aria-label={people.title}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) onSend();
      }}
    >
      <div className="task-head">
        <TaskPicker task={draft.task} disabled={locked} onChoose={onTask} />
        <p className="card-line">{line}</p>
      </div>
      <div className="task-body">
        {children}
        <div className="task-side">
          <Fields draft={draft} disabled={locked} onChange={onChange} />
          <p className="refusal" role="alert" data-testid="lack">
            {lack && people[lack]}
          </p>
          {problem && <Trouble problem={problem} />}
          <button type="submit" className="button primary" data-testid="send" aria-disabled={busy}>
            {busy ? sending : send}
          </button>
        </div>
      </div>
    </form>
  );
}
