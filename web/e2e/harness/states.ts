/** Every state that a check can show, and how it comes to it. */
import { en } from '@web/texts/en';
import type { Act, QualityCode } from '@web/api/stream';
import type { ProblemCode } from '@web/flow/problems';
import { asks, check, TOKEN, type Line, type Stub } from './stub';
import type { Visit, Wishes } from './visit';

export interface Shown {
  readonly name: string;
  readonly wishes?: Wishes;
  readonly come: (visit: Visit, stub: Stub) => Promise<void>;
}

const begin = async (visit: Visit, stub: Stub): Promise<Line> => {
  await visit.press(en.start.button);
  return stub.line();
};

const run = async (visit: Visit, stub: Stub): Promise<Line> => {
  const line = await begin(visit, stub);
  line.welcome();
  await visit.reaches('running');
  return line;
};

const fails = (name: ProblemCode, come: Shown['come'], wishes: Wishes = {}): Shown => ({
  name: `failed: ${name}`,
  wishes,
  come: async (visit, stub) => {
    await come(visit, stub);
    await visit.reaches('failed');
    const problem = await visit.problem();
    if (problem !== name) throw new Error(`expected ${name}, got ${String(problem)}`);
  },
});

const refused = (name: ProblemCode, code: number, reason: string): Shown =>
  fails(name, async (visit, stub) => {
    stub.refuses = [code, reason];
    await visit.press(en.start.button);
  });

const cameraFails = (name: ProblemCode, thrown: string): Shown =>
  fails(name, (visit) => visit.press(en.start.button), { camera: { fails: thrown } });

const ends = (name: string, verdict: string | null): Shown => ({
  name: `done: ${name}`,
  come: async (visit, stub) => {
    const line = await run(visit, stub);
    line.end({ state: 'COMPLETED', ...(verdict === null ? {} : { verdict, reasons: [] }) });
    await visit.reaches('done');
  },
});

const waits = (name: ProblemCode, code: number, reason: string): Shown => ({
  name: `waiting: ${name}`,
  come: async (visit, stub) => {
    stub.refuses = [code, reason];
    await visit.press(en.start.button);
    await visit.waitsFor(name);
  },
});

const NOTICES = [
  'early_act',
  'hasty_act',
  'wrong_act',
  'window_over',
  'face_lost',
  'face_joined',
  'clock_jumped',
] as const;

/** What is looked at one after another in one stream. */
export const IN_STREAM: readonly { readonly name: string; readonly show: (line: Line) => Promise<void> }[] = [
  ...(['face_due', 'settling', 'resting', 'returning'] as const).map((state) => ({
    name: state,
    show: (line: Line) => line.shows(check(state)),
  })),
  ...(Object.keys(en.acts) as Act[]).map((act) => ({
    name: `act ${act}`,
    show: (line: Line) => line.shows(asks(act, act === 'blink' ? { times: 2 } : {})),
  })),
  ...(Object.keys(en.guidance) as QualityCode[]).map((code) => ({
    name: `guidance ${code}`,
    show: (line: Line) => line.shows(check('settling'), { guidance: [code] }),
  })),
  ...NOTICES.map((notice) => ({
    name: `notice ${notice}`,
    show: (line: Line) => line.shows(check('settling', { notice })),
  })),
  { name: 'passed', show: (line: Line) => line.shows(check('passed')) },
];

/** Each is come to in a page of its own. */
export const STATES: readonly Shown[] = [
  { name: 'idle', come: () => Promise.resolve() },
  { name: 'idle, abilities open', come: (visit) => visit.press(en.abilities.title) },
  {
    name: 'permission',
    wishes: { camera: { fails: 'pending' } },
    come: async (visit) => {
      await visit.press(en.start.button);
      await visit.reaches('permission');
    },
  },
  {
    name: 'connecting',
    come: async (visit, stub) => {
      await begin(visit, stub);
      await visit.reaches('connecting');
    },
  },
  {
    name: 'running without movements',
    come: async (visit, stub) => {
      const line = await begin(visit, stub);
      line.welcome({ active: false });
      await line.shows(check('face_due', { enabled: false }));
      await visit.shows(en.states.still);
    },
  },
  waits('server_full', 4503, 'server_full'),
  waits('server_unavailable', 4503, 'draining'),
  {
    name: 'waiting: server_unreachable',
    come: async (visit, stub) => {
      stub.unreachable = true;
      await visit.press(en.start.button);
      await visit.waitsFor('server_unreachable');
    },
  },
  {
    name: 'waiting: offline',
    come: async (visit) => {
      for (const language of ['ar', 'en'] as const) await visit.speaks(language); // not to be had later
      await visit.page.setOfflineMode(true);
      await visit.press(en.start.button);
      await visit.waitsFor('offline');
    },
  },
  ends('nothing told', null),
  ends('bona fide', 'BONA_FIDE'),
  ends('attack', 'ATTACK'),
  ends('no response', 'NO_RESPONSE'),
  {
    name: 'cancelled',
    come: async (visit, stub) => {
      await run(visit, stub);
      await visit.press(en.buttons.cancel);
      await visit.reaches('cancelled');
    },
  },
  cameraFails('camera_denied', 'NotAllowedError'),
  cameraFails('camera_absent', 'NotFoundError'),
  cameraFails('camera_busy', 'NotReadableError'),
  cameraFails('camera_unsupported', 'TypeError'),
  cameraFails('camera_failed', 'UnknownError'),
  fails('camera_lost', async (visit, stub) => {
    await run(visit, stub);
    await visit.unplug();
  }),
  fails('connection_lost', async (visit, stub) => (await run(visit, stub)).cut()),
  fails('cannot_do_this', async (visit, stub) => {
    const line = await run(visit, stub);
    await line.shows(asks('turn_left'));
    await visit.press(en.abilities.cannot);
  }),
  fails('token_missing', (visit) => visit.press(en.start.button), { asks: { 'session-token': '' } }),
  fails('token_malformed', (visit) => visit.press(en.start.button), { asks: { 'session-token': 'x' } }),
  fails('server_stopped', async (visit, stub) => (await run(visit, stub)).close(1001, 'server_stopped')),
  fails('browser_unsupported', (visit) => visit.press(en.start.button), { lacks: 'WebSocket' }),
  fails('camera_insecure', (visit) => visit.press(en.start.button), { lacks: 'isSecureContext' }),
  refused('server_failed', 4500, 'broken'),
  refused('silent', 4408, 'silent'),
  refused('session_expired', 4410, 'session_expired'),
  refused('session_unknown', 4404, 'session_unknown'),
  refused('session_over', 4410, 'session_ended'),
  refused('token_used', 4409, 'token_used'),
  refused('token_invalid', 4401, 'token_invalid'),
  refused('origin_refused', 4403, 'origin_refused'),
  refused('too_often', 4429, 'rate_limited'),
  refused('nothing_to_compare', 4503, 'no_matcher'),
  refused('protocol_error', 4400, 'bad_message'),
];

export const PLAIN: Wishes = { camera: 'drawn', asks: { 'session-token': TOKEN } };
