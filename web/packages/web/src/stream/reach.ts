/** Whether a stream could be opened from here, asked before there is a token for one. */
import { Alarm } from '../alarm';
import type { Timers } from '../timers';
import { endOf } from './closes';
import type { StreamEnd } from './closes';
import type { Socket } from './connection';
import { readMessage } from './read';

export interface Reached {
  readonly ok: boolean;
  /** Why the server would not have it; null where it would, and where nothing was heard of it. */
  readonly end: StreamEnd | null;
  readonly detail: string;
}

export const REACH_MS = 10_000;

/** Never rejects; leaves no socket open. */
export function reach(timers: Timers, openSocket: () => Socket): Promise<Reached> {
  const begun = timers.now();
  const alarm = new Alarm(timers);
  return new Promise((resolve) => {
    let socket: Socket | null = null;
    const tell = (reached: Reached) => {
      alarm.clear();
      if (socket) {
        socket.onmessage = null;
        socket.onclose = null;
        socket.close(1000);
      }
      resolve(reached);
    };
    const silent = `no answer in ${REACH_MS / 1000} seconds`;
    alarm.set(REACH_MS, () => tell({ ok: false, end: null, detail: silent }));
    try {
      socket = openSocket();
    } catch (thrown) {
      tell({ ok: false, end: 'protocol_error', detail: String(thrown) });
      return;
    }
    socket.onmessage = ({ data }) => {
      if (readMessage(data)?.type !== 'pong') return;
      tell({ ok: true, end: null, detail: `answered in ${Math.round(timers.now() - begun)} ms` });
    };
    socket.onclose = ({ code, reason }) =>
      tell({ ok: false, end: endOf(code, reason), detail: `closed with ${code} ${reason}`.trim() });
  });
}
