/** What a value may look like, in as few letters as possible: stream-shapes.ts is shipped to every person. */
export type Shape =
  | 'text'
  | 'whole'
  | 'number'
  | 'flag'
  | { readonly words: readonly string[] }
  /** `of` as many of them, where that is given. */
  | { readonly list: Shape; readonly of?: number }
  /** Or null; or not there at all. */
  | { readonly maybe: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };
