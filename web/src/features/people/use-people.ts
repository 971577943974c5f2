import { useCallback, useEffect, useRef, useState } from 'react';
import type { Answer, Api, Problem } from '../../socket/api';
import type { GalleryPage, Person } from '../../socket/people';
import { needsKey } from './problem-words';
import { listPeople } from './requests';

interface Listed {
  /** Null before the first answer. */
  readonly people: readonly Person[] | null;
  readonly next: string | null;
  readonly matcher: string | null;
  readonly problem: Problem | null;
}

export interface People extends Listed {
  /** Whether something may have been done that nothing was heard of; until something else is known to be done. */
  readonly doubtful: boolean;
  /** Reads the list anew, from its beginning, after something was done. */
  readonly reload: () => void;
  /** Reads it with another key; where there is none any more, what was read before is dropped at once. */
  readonly rekey: (key: string | null) => void;
  readonly more: () => void;
}

const NOTHING: Listed = { people: null, next: null, matcher: null, problem: null };

/** Everybody who is enrolled, page by page; nobody once the key is refused, whatever was asked for with it. */
export function usePeople(api: Api): People {
  const [listed, setListed] = useState<Listed>(NOTHING);
  const [doubtful, setDoubtful] = useState(false);
  const [{ cursor, round }, setWish] = useState<{ cursor: string | null; round: number }>({
    cursor: null,
    round: 0,
  });
  const current = useRef<AbortController | null>(null);
  const begin = useCallback(() => setWish((wish) => ({ cursor: null, round: wish.round + 1 })), []);

  useEffect(() => {
    const ended = new AbortController();
    current.current = ended;
    void listPeople(api, cursor, ended.signal).then((answer) => {
      if (!ended.signal.aborted) setListed((before) => after(before, answer, cursor));
    });
    return () => ended.abort();
  }, [api, cursor, round]);

  useEffect(
    () =>
      api.watch(({ problem, unsettled }) => {
        if (needsKey(problem)) {
          current.current?.abort(); // a list from before the refusal must not open the door again
          setListed({ ...NOTHING, problem });
        } else if (unsettled) {
          setDoubtful(true);
          begin();
        }
      }),
    [api, begin],
  );

  const reload = useCallback(() => {
    setDoubtful(false);
    begin();
  }, [begin]);
  const rekey = useCallback(
    (key: string | null) => {
      api.useKey(key);
      if (key === null) setListed(NOTHING);
      begin();
    },
    [api, begin],
  );
  const more = () => setWish((wish) => ({ cursor: listed.next, round: wish.round + 1 }));
  return { ...listed, doubtful, reload, rekey, more };
}

function after(before: Listed, answer: Answer<GalleryPage>, cursor: string | null): Listed {
  if (!answer.ok) return { ...before, problem: answer.problem };
  const { people, ...rest } = answer.value;
  return { people: cursor === null ? people : [...(before.people ?? []), ...people], ...rest, problem: null };
}
