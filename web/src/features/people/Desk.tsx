import { useRef, useState } from 'react';
import type { Ref } from 'react';
import type { Api } from '../../socket/api';
import type { Receipt } from '../../socket/people';
import { texts } from '../../texts';
import { EMPTY, orderOf } from './draft';
import type { Draft, Lack } from './draft';
import { Lens } from './lens';
import type { OpenCamera } from './lens';
import { OutcomeCard } from './OutcomeCard';
import { PeopleList } from './PeopleList';
import { Pictures } from './Pictures';
import { faultsOf } from './problem-words';
import { ReceiptCard } from './ReceiptCard';
import { carryOut } from './requests';
import type { Outcome } from './requests';
import { TaskCard } from './TaskCard';
import { MOST_PICTURES } from './tasks';
import type { Task } from './tasks';
import { useAsking } from './use-asking';
import { useLens } from './use-lens';
import type { People } from './use-people';
import { useShots } from './use-shots';

interface Props {
  /** The element around it: `section` where the page has its `main` already. */
  readonly as: 'main' | 'section';
  readonly main: Ref<HTMLElement>;
  readonly api: Api;
  readonly listed: People;
  readonly openCamera: OpenCamera;
  readonly media: MediaDevices | undefined;
  /** Null where no key is held. */
  readonly onForgetKey: (() => void) | null;
}

/** Enrols people, lists and erases them, and tells who is on a picture. */
export function Desk({ as: Frame, main, api, listed, openCamera, media, onForgetKey }: Props) {
  const [lens] = useState(() => new Lens(openCamera));
  const view = useLens(lens);
  const shots = useShots();
  const asking = useAsking<Outcome>();
  const [draft, setDraft] = useState(EMPTY);
  const [lack, setLack] = useState<Lack | null>(null);
  const [erased, setErased] = useState<{ subject: string; receipt: Receipt } | null>(null);
  /** An enrolment is under way, which forgetting the question would not call back. */
  const writing = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const { answer } = asking;
  const problem = answer && !answer.ok ? answer.problem : null;
  const locked = asking.busy && draft.task === 'enrol';

  const change = (changed: Partial<Draft>) => {
    if (writing.current) return;
    setDraft((before) => ({ ...before, ...changed }));
    setLack(null);
    asking.forget();
  };
  const choose = (task: Task, named: Partial<Draft> = {}) => {
    if (writing.current) return;
    shots.trim(MOST_PICTURES[task]);
    change({ task, ...named });
  };
  const send = async () => {
    const order = orderOf(
      draft,
      shots.list.map(({ picture }) => picture),
    );
    setLack(typeof order === 'string' ? order : null);
    if (typeof order === 'string') return;
    writing.current = order.task === 'enrol';
    const got = await asking.ask((signal) => carryOut(api, order, signal));
    if (order.task !== 'enrol') return;
    writing.current = false;
    if (!got?.ok) return;
    shots.trim(0);
    listed.reload();
  };

  return (
    <Frame ref={main} tabIndex={-1} className="layout people">
      <div className="scene">
        <TaskCard
          form={form}
          draft={draft}
          busy={asking.busy}
          locked={locked}
          lack={lack}
          problem={problem}
          onTask={choose}
          onChange={change}
          onSend={() => void send()}
        >
          <Pictures
            lens={lens}
            view={view}
            media={media}
            shots={shots}
            most={MOST_PICTURES[draft.task]}
            faults={faultsOf(problem)}
            disabled={locked}
            mayChange={() => !writing.current}
            onChange={() => change({})}
          />
        </TaskCard>
        <div role="status">{answer?.ok && <OutcomeCard outcome={answer.value} />}</div>
      </div>
      <div className="panel">
        {erased && <ReceiptCard {...erased} onDismiss={() => setErased(null)} />}
        <PeopleList
          api={api}
          listed={listed}
          locked={locked}
          onVerify={(subject) => {
            choose('verify', { subject, listed: true });
            form.current?.focus();
          }}
          onErased={(subject, receipt) => {
            setErased({ subject, receipt });
            if (!writing.current) asking.forget();
            listed.reload();
          }}
        />
        {onForgetKey && (
          <p className="key-held">
            {texts.people.keyHeld}{' '}
            <button type="button" className="button quiet small" onClick={onForgetKey}>
              {texts.people.keyForget}
            </button>
          </p>
        )}
      </div>
    </Frame>
  );
}
