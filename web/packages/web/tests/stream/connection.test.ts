import { describe, expect, it } from 'vitest';
import type { ServerMessage } from '../../src/api/stream';
import { BEAT_MS, Connection, MOST_IN_FLIGHT, MOST_UNTIMELY, WELCOME_MS } from '../../src/stream/connection';
import type { Ending } from '../../src/stream/connection';
import { HandClock } from '../clock';
import { ended, FakeSocket, progress, welcome } from '../wire';

const jpeg = (size = 4) => new Blob(['x'.repeat(size)]);

function setUp() {
  const clock = new HandClock();
  const socket = new FakeSocket();
  const heard: ServerMessage[] = [];
  const endings: Ending[] = [];
  const connection = new Connection({
    timers: clock,
    openSocket: () => socket,
    patience: () => 12_000,
    onMessage: (message) => heard.push(message),
    onEnd: (ending) => endings.push(ending),
  });
  connection.open();
  return { clock, socket, heard, endings, connection };
}

/** The first bytes of a frame that was sent. */
async function headerOf(frame: Blob | undefined): Promise<DataView> {
  const read = await new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsArrayBuffer(frame ?? new Blob());
  });
  return new DataView(read instanceof ArrayBuffer ? read : new ArrayBuffer(0));
}

describe('Connection', () => {
  it('sends nothing before the welcome, not even what it is told to say', () => {
    const { connection, socket } = setUp();
    connection.say({ type: 'leave' });
    expect([connection.sendFrame(jpeg(), 1), socket.said, socket.frames]).toEqual([false, [], []]);
  });

  it('takes nothing for an answer before the welcome, and a second welcome for nothing', () => {
    const { socket, heard } = setUp();
    socket.says(progress());
    socket.says(ended());
    socket.says(welcome());
    socket.says(welcome({ session: 'fvs_other' }));
    expect(heard).toEqual([welcome()]);
  });

  it('has two frames under way at most, and goes on with the answer', () => {
    const { connection, socket } = setUp();
    socket.says(welcome());
    const went = [1, 2, 3].map((at) => connection.sendFrame(jpeg(), at));
    expect([went, MOST_IN_FLIGHT]).toEqual([[true, true, false], 2]);
    socket.says(progress({ sequence: 2 }));
    expect([connection.sendFrame(jpeg(), 4), connection.sendFrame(jpeg(), 5)]).toEqual([true, true]);
  });

  it('takes an error that names a frame for the answer to it', () => {
    const { connection, socket } = setUp();
    socket.says(welcome());
    connection.sendFrame(jpeg(), 1);
    connection.sendFrame(jpeg(), 2);
    socket.says({ type: 'error', code: 'frame_late', message: '', sequence: 1 });
    expect([connection.hasRoom, connection.sendFrame(jpeg(), 3), connection.hasRoom]).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('sends nothing more while the browser still holds back what was sent', () => {
    const { connection, socket } = setUp();
    socket.says(welcome());
    socket.bufferedAmount = 1;
    expect(connection.sendFrame(jpeg(), 1)).toBe(false);
    socket.bufferedAmount = 0;
    expect(connection.sendFrame(jpeg(), 1)).toBe(true);
  });

  it('gives up on frames that are never answered', async () => {
    const { connection, socket, clock } = setUp();
    socket.says(welcome());
    connection.sendFrame(jpeg(), 1);
    connection.sendFrame(jpeg(), 2);
    await clock.pass(3 * BEAT_MS - 1);
    expect(connection.hasRoom).toBe(true);
  });

  it('sends no frame that is longer than the server takes', () => {
    const { connection, socket } = setUp();
    socket.says(welcome({ max_bytes: 100 }));
    expect([connection.sendFrame(jpeg(85), 1), connection.sendFrame(jpeg(84), 1)]).toEqual([false, true]);
  });

  it('numbers frames from 1, and lets their time rise on a clock that stands still', async () => {
    const { connection, socket } = setUp();
    socket.says(welcome());
    connection.sendFrame(jpeg(), 5);
    connection.sendFrame(jpeg(), 5);
    const headers = await Promise.all(socket.frames.map(headerOf));
    expect(headers.map((view) => [view.getUint32(4), view.getBigUint64(8)])).toEqual([
      [1, 5000n],
      [2, 5001n],
    ]);
  });

  it('pings often enough for the heartbeat of the server', async () => {
    const { socket, clock } = setUp();
    socket.says(welcome({ heartbeat: 3 }));
    await clock.pass(2999);
    expect(socket.said).toEqual([{ type: 'ping' }, { type: 'ping' }]);
  });

  it.each([0.3, 0.03])('does not storm a server whose heartbeat is %d seconds', async (heartbeat) => {
    const { socket, clock } = setUp();
    socket.says(welcome({ heartbeat }));
    await clock.pass(3500);
    expect(socket.said).toHaveLength(3);
  });

  it('is as good as cut when frame after frame came at the wrong time', () => {
    const { socket, endings } = setUp();
    const untimely = (code: string) => socket.says({ type: 'error', code, message: '', sequence: 1 });
    socket.says(welcome());
    for (let turn = 1; turn < MOST_UNTIMELY; turn += 1) untimely('frame_ahead');
    socket.says(progress());
    for (let turn = 1; turn < MOST_UNTIMELY; turn += 1) untimely('frame_late');
    untimely('not_a_jpeg');
    for (let turn = 1; turn < MOST_UNTIMELY; turn += 1) untimely('frame_ahead');
    expect([endings, socket.closed]).toEqual([[], false]);
    untimely('frame_late');
    expect([endings, socket.closed]).toEqual([[{ end: null, welcomed: true, ended: null }], true]);
  });

  it('is over when nothing is heard for as long as its owner has patience', async () => {
    const { socket, clock, endings } = setUp();
    socket.says(welcome());
    await clock.pass(11_999);
    expect(endings).toEqual([]);
    await clock.pass(1);
    expect([endings, socket.closed, clock.pending]).toEqual([
      [{ end: null, welcomed: true, ended: null }],
      true,
      0,
    ]);
  });

  it('lives on pongs alone', async () => {
    const { socket, clock, endings } = setUp();
    socket.says(welcome());
    for (let turn = 0; turn < 10; turn += 1) {
      await clock.pass(BEAT_MS);
      socket.says({ type: 'pong' });
    }
    expect(endings).toEqual([]);
  });

  it('is over where no welcome comes', async () => {
    const { socket, clock, endings } = setUp();
    socket.says({ type: 'pong' });
    await clock.pass(WELCOME_MS);
    expect([endings, socket.closed]).toEqual([[{ end: null, welcomed: false, ended: null }], true]);
  });

  it('is over where the browser will not open the address', () => {
    const endings: Ending[] = [];
    const connection = new Connection({
      timers: new HandClock(),
      openSocket: () => {
        throw new DOMException('', 'SecurityError');
      },
      patience: () => 1,
      onMessage: () => undefined,
      onEnd: (ending) => endings.push(ending),
    });
    connection.open();
    expect(endings).toEqual([{ end: 'protocol_error', welcomed: false, ended: null }]);
  });

  it('is decided by the last message alone, and tells it once', () => {
    const { socket, endings } = setUp();
    const { onclose } = socket;
    socket.says(welcome());
    socket.says(ended());
    onclose?.(new CloseEvent('close', { code: 1000, reason: 'decided' }));
    expect(endings).toEqual([
      {
        end: 'decided',
        welcomed: true,
        ended: { ...ended(), ended_by: null, verdict: null, reasons: null, token: null },
      },
    ]);
  });

  it.each([
    ['a close that says decided', (socket: FakeSocket) => socket.drops(1000, 'decided'), 'protocol_error'],
    [
      'an end of another state',
      (socket: FakeSocket) => socket.says(ended({ state: 'ABORTED', ended_by: 'decided' })),
      'protocol_error',
    ],
    [
      'an end nobody gives a reason for',
      (socket: FakeSocket) => socket.says(ended({ state: 'ABORTED' })),
      'server_failed',
    ],
    [
      'an end of an expired session',
      (socket: FakeSocket) => socket.says(ended({ state: 'EXPIRED' })),
      'session_expired',
    ],
    [
      'an end by the server',
      (socket: FakeSocket) => socket.says(ended({ state: 'ABORTED', ended_by: 'broken' })),
      'server_failed',
    ],
    [
      'an end by the person',
      (socket: FakeSocket) => socket.says(ended({ state: 'ABORTED', ended_by: 'left' })),
      'left',
    ],
  ] as const)('is not decided by %s', (_, happens, end) => {
    const { socket, endings } = setUp();
    socket.says(welcome());
    happens(socket);
    expect(endings).toEqual([{ end, welcomed: true, ended: null }]);
  });

  it('tells nothing any more once it was closed', async () => {
    const { connection, socket, clock, endings, heard } = setUp();
    const { onmessage, onclose } = socket;
    connection.close();
    connection.close();
    onmessage?.(new MessageEvent('message', { data: JSON.stringify(ended()) }));
    onclose?.(new CloseEvent('close', { code: 1006 }));
    await clock.pass(60_000);
    expect([endings, heard, socket.closed]).toEqual([[], [], true]);
  });
});
