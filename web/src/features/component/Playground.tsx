import { FacevowCheck } from '@facevow/react';
import type { FacevowCheckProps } from '@facevow/react';
import { useCallback, useRef, useState } from 'react';
import type { Api, Problem } from '../../socket/api';
import { texts } from '../../texts';
import { Trouble } from '../people/Trouble';
import { useAsking } from '../people/use-asking';
import type { Outcome } from './answers';
import { JournalCard } from './JournalCard';
import { LinesCard } from './LinesCard';
import { OutcomeCard } from './OutcomeCard';
import { PreflightCard } from './PreflightCard';
import { makeSession, readOutcome } from './requests';
import { DEFAULTS } from './settings';
import type { Settings } from './settings';
import { SettingsCard } from './SettingsCard';
import { useJournal } from './use-journal';

interface Props {
  readonly api: Api;
  readonly server: string;
  /** Null where no key is held. */
  readonly onForgetKey: (() => void) | null;
}

type NewSession = NonNullable<FacevowCheckProps['newSession']>;

/** The element with everything around it that an application has: sessions to give it, and an ear for its events. */
export function Playground({ api, server, onForgetKey }: Props) {
  const [settings, setSettings] = useState<Settings>(DEFAULTS);
  const [round, setRound] = useState(0);
  const [refused, setRefused] = useState<Problem | null>(null);
  const journal = useJournal();
  const outcome = useAsking<Outcome>();
  const { forget } = outcome;
  const { language, theme, width, direction, spoken, policy } = settings;
  /** Those of the newest drawing: a session is made long after the element was told how. */
  const wanted = useRef(policy);
  const newSession = useCallback<NewSession>(
    async ({ excluded }) => {
      forget(); // the verdict on the last person says nothing about the next
      setRefused(null);
      const order = { policy: wanted.current, excluded };
      const answer = await makeSession(api, order, new AbortController().signal);
      if (answer.ok) return answer.value;
      setRefused(answer.problem);
      throw new Error(answer.problem.code);
    },
    [api, forget],
  );
  const change = (changed: Partial<Settings>) => {
    if (changed.policy !== undefined) wanted.current = changed.policy;
    setSettings((before) => ({ ...before, ...changed }));
  };
  const anew = () => {
    forget();
    journal.clear();
    setRefused(null);
    setRound((before) => before + 1);
  };
  const { handlers } = journal;
  const onEnded: typeof handlers.onEnded = (detail, event) => {
    handlers.onEnded(detail, event);
    const { session } = detail;
    if (session !== null) void outcome.ask((signal) => readOutcome(api, session, signal));
  };

  return (
    <main className="layout component">
      <div className="scene">
        <section className="embed" aria-label={texts.component.stage}>
          <div className="embed-frame" dir={direction} data-width={width}>
            <FacevowCheck
              key={round}
              server={server}
              lang={language ?? undefined}
              theme={theme}
              spoken={spoken}
              newSession={newSession}
              data-testid="check"
              {...handlers}
              onEnded={onEnded}
            />
          </div>
        </section>
        {refused && <Trouble problem={refused} />}
        <OutcomeCard asking={outcome} />
        <LinesCard settings={settings} server={server} />
      </div>
      <div className="panel">
        <SettingsCard settings={settings} onChange={change} onAnew={anew} />
        <PreflightCard server={server} />
        <JournalCard entries={journal.entries} onClear={journal.clear} />
        {onForgetKey && (
          <p className="key-held">
            {texts.people.keyHeld}{' '}
            <button type="button" className="button quiet small" onClick={onForgetKey}>
              {texts.people.keyForget}
            </button>
          </p>
        )}
      </div>
    </main>
  );
}
