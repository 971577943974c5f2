import { useCallback, useEffect, useRef, useState } from 'react';

/** A picture that was taken or chosen, and not sent yet. */
export interface Shot {
  readonly id: number;
  readonly picture: Blob;
  /** Where the page can show it from. */
  readonly url: string;
}

export interface Shots {
  readonly list: readonly Shot[];
  /** Adds at the end; where there are more than `most`, the oldest go. */
  readonly add: (pictures: readonly Blob[], most: number) => void;
  readonly remove: (id: number) => void;
  /** Keeps the latest `most`. */
  readonly trim: (most: number) => void;
}

/** The pictures at hand. What is removed, and all when the page is left, is given back to the browser. */
export function useShots(): Shots {
  const [list, setList] = useState<readonly Shot[]>([]);
  const held = useRef<readonly Shot[]>([]);
  const next = useRef(1);
  const gone = useRef(false);

  const keep = useCallback((kept: readonly Shot[]) => {
    for (const shot of held.current) if (!kept.includes(shot)) URL.revokeObjectURL(shot.url);
    held.current = kept;
    setList(kept);
  }, []);

  useEffect(() => {
    gone.current = false;
    return () => {
      gone.current = true;
      for (const { url } of held.current) URL.revokeObjectURL(url);
      held.current = [];
    };
  }, []);

  const add = useCallback(
    (pictures: readonly Blob[], most: number) => {
      if (gone.current) return; // read by a page that was left meanwhile
      const added = pictures.map((picture) => ({
        id: next.current++,
        picture,
        url: URL.createObjectURL(picture),
      }));
      keep([...held.current, ...added].slice(-most));
    },
    [keep],
  );
  const remove = useCallback((id: number) => keep(held.current.filter((shot) => shot.id !== id)), [keep]);
  const trim = useCallback((most: number) => keep(most > 0 ? held.current.slice(-most) : []), [keep]);
  return { list, add, remove, trim };
}
