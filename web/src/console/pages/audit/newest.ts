/** Finds the end of the audit log, which the server lists from a number on only. */
import type { Schemas } from '../../client';

type Page = Schemas['AuditPage'];

/** More than any log needs: a number has 53 bits. One that grows faster than it is read is not chased for ever. */
const MOST = 110;

/**
 * The number that the last `size` lines begin at; 1 where there are no more than that.
 *
 * `read` gives a page of lines from a number on. It is asked some twenty times for a hundred thousand lines.
 */
export async function newestFrom(read: (first: number) => Promise<Page>, size: number): Promise<number> {
  let low = 1; // there are lines from here on, if there are any
  let high = Infinity; // there are none from here on
  let at = low;
  for (let asked = 0; asked < MOST; asked += 1) {
    const { lines, next } = await read(at);
    const last = lines.at(-1);
    if (last && next === null) return Math.max(1, last.number - size + 1);
    if (next !== null) low = next;
    else if (at <= low) return low;
    else high = at;
    if (low >= high) high = Infinity; // more was done meanwhile
    at = high === Infinity ? low * 2 : Math.floor((low + high) / 2);
  }
  return low;
}
