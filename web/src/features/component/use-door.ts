import { useCallback, useEffect, useState } from 'react';
import type { Answer, Api, Problem } from '../../socket/api';
import { needsKey } from '../people/problem-words';
import { mayMakeSessions } from './requests';

export interface Door {
  /** Null before the server has answered. */
  readonly open: boolean | null;
  /** Why it is shut. */
  readonly problem: Problem | null;
  /** Asks again, with another key or none. */
  readonly rekey: (key: string | null) => void;
  readonly again: () => void;
}

/** Whether this page may play the application: on a locked server it needs a key for sessions. */
export function useDoor(api: Api): Door {
  const [answer, setAnswer] = useState<Answer<true> | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    const ended = new AbortController();
    void mayMakeSessions(api, ended.signal).then((got) => {
      if (!ended.signal.aborted) setAnswer(got);
    });
    return () => ended.abort();
  }, [api, round]);
  useEffect(
    () =>
      api.watch(({ problem }) => {
        if (needsKey(problem)) setAnswer({ ok: false, problem }); // revoked in the midst of it
      }),
    [api],
  );

  const again = useCallback(() => {
    setAnswer(null);
    setRound((before) => before + 1);
  }, []);
  const rekey = useCallback(
    (key: string | null) => {
      api.useKey(key);
      again();
    },
    [api, again],
  );
  return {
    open: answer?.ok ?? null,
    problem: answer && !answer.ok ? answer.problem : null,
    rekey,
    again,
  };
}
