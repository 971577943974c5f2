/** Looks beforehand whether a check could be held here: page, browser, camera, network. */
import { Alarm } from './alarm';
import { measurePicture } from './camera/measure';
import type { Measured } from './camera/measure';
import { closeCamera, openCamera } from './camera/open';
import type { Facing } from './camera/open';
import { nameCameraProblem } from './camera/problems';
import { isSupported, mediaDevices } from './flow/browser';
import type { ProblemCode } from './flow/problems';
import { problemOf } from './flow/resuming';
import type { Socket } from './stream/connection';
import { reach } from './stream/reach';
import { preflightAddress, PROTOCOL } from './stream/token';
import { browserTimers } from './timers';
import type { Timers } from './timers';

export type PreflightName = 'page' | 'browser' | 'camera' | 'permission' | 'picture' | 'connection';

export interface PreflightCheck {
  readonly name: PreflightName;
  readonly ok: boolean;
  /** What a check would run into; its row in PROBLEMS says who can mend it. Null where it is ok. */
  readonly problem: ProblemCode | null;
  /** For whoever reads a report: names and figures, in no person's language. */
  readonly detail: string;
}

export interface PreflightReport {
  readonly ok: boolean;
  /** In the order they were made; what could not be tried, since something before it is lacking, is left out. */
  readonly checks: readonly PreflightCheck[];
}

export interface PreflightOptions {
  readonly server: string;
  readonly facing?: Facing;
  /** Whether the camera is opened for a second, for which the browser may ask the person. True unless said otherwise. */
  readonly openCamera?: boolean;
}

export interface PreflightParts {
  readonly timers: Timers;
  readonly secure: () => boolean;
  readonly supported: () => boolean;
  readonly online: () => boolean;
  readonly media: () => Pick<MediaDevices, 'getUserMedia' | 'enumerateDevices'> | undefined;
  /** `granted`, `prompt` or `denied`; rejects in browsers that do not tell. */
  readonly permission: () => Promise<string>;
  readonly measure: (stream: MediaStream) => Promise<Measured | null>;
  readonly openSocket: (address: string, protocol: string) => Socket;
}

/** Fewer leave gaps in which somebody could be exchanged: a challenge starts over at each. */
const LEAST_FRAMES_PER_SECOND = 5;

/** How long the person may leave the browser's question unanswered. */
export const ANSWER_MS = 60_000;

/** Never rejects. The camera is off afterwards, whatever has happened. */
export const preflight = (options: PreflightOptions): Promise<PreflightReport> =>
  preflightWith(browserParts(), options);

export async function preflightWith(
  parts: PreflightParts,
  options: PreflightOptions,
): Promise<PreflightReport> {
  const [here, connection] = await Promise.all([lookHere(parts, options), lookThere(parts, options)]);
  const checks = [...here, connection];
  return Object.freeze({ ok: checks.every(({ ok }) => ok), checks: Object.freeze(checks) });
}

const passed = (name: PreflightName, detail: string): PreflightCheck => ({
  name,
  ok: true,
  problem: null,
  detail,
});

const failed = (name: PreflightName, problem: ProblemCode, detail: string): PreflightCheck => ({
  name,
  ok: false,
  problem,
  detail,
});

/** Each look is only made where the one before it was good. */
async function lookHere(parts: PreflightParts, options: PreflightOptions): Promise<PreflightCheck[]> {
  const looks = [lookAtPage, lookAtBrowser, lookForCamera, lookAtPermission];
  const checks: PreflightCheck[] = [];
  for (const look of options.openCamera === false ? looks : [...looks, lookAtPicture]) {
    const check = await look(parts, options);
    checks.push(check);
    if (!check.ok) break;
  }
  return checks;
}

const lookAtPage = ({ secure }: PreflightParts): PreflightCheck =>
  secure() ? passed('page', 'secure') : failed('page', 'camera_insecure', 'not a secure context');

function lookAtBrowser({ supported, media }: PreflightParts): PreflightCheck {
  if (!supported())
    return failed(
      'browser',
      'browser_unsupported',
      'lacks what is needed, or its canvas gives no true pictures',
    );
  return media()
    ? passed('browser', 'has what is needed')
    : failed('browser', 'camera_unsupported', 'no mediaDevices');
}

async function lookForCamera({ media }: PreflightParts): Promise<PreflightCheck> {
  try {
    // Before the person has allowed it once, cameras have neither name nor id, but they are counted.
    const devices = (await media()?.enumerateDevices()) ?? [];
    const cameras = devices.filter(({ kind }) => kind === 'videoinput').length;
    return cameras > 0 ? passed('camera', `found ${cameras}`) : failed('camera', 'camera_absent', 'found 0');
  } catch {
    return passed('camera', 'not told');
  }
}

async function lookAtPermission({ permission }: PreflightParts): Promise<PreflightCheck> {
  // Some browsers do not tell: the person is asked all the same.
  const state = await permission().catch(() => 'not told');
  return state === 'denied' ? failed('permission', 'camera_denied', state) : passed('permission', state);
}

async function lookAtPicture(
  { media, secure, measure, timers }: PreflightParts,
  { facing }: PreflightOptions,
): Promise<PreflightCheck> {
  let stream: MediaStream | null = null;
  try {
    stream = await inTime(openCamera(media(), secure(), null, facing), timers);
    if (!stream) return failed('picture', 'camera_denied', `no answer in ${ANSWER_MS / 1000} seconds`);
    const measured = await measure(stream);
    if (!measured) return failed('picture', 'camera_failed', 'no picture');
    const { width, height, framesPerSecond } = measured;
    const detail = `${width} x ${height}, ${framesPerSecond.toFixed(1)} frames a second`;
    return framesPerSecond >= LEAST_FRAMES_PER_SECOND
      ? passed('picture', detail)
      : failed('picture', 'camera_failed', detail);
  } catch (thrown) {
    return failed('picture', nameCameraProblem(thrown), 'not opened');
  } finally {
    if (stream) closeCamera(stream);
  }
}

/** Null where it takes too long; a camera that opens after that goes off at once. */
function inTime(opening: Promise<MediaStream>, timers: Timers): Promise<MediaStream | null> {
  const alarm = new Alarm(timers);
  return new Promise((resolve, reject) => {
    let late = false;
    alarm.set(ANSWER_MS, () => {
      late = true;
      resolve(null);
    });
    const settle = () => alarm.clear();
    opening.then((stream) => (late ? closeCamera(stream) : resolve(stream)), reject).finally(settle);
  });
}

async function lookThere(
  { timers, openSocket, online }: PreflightParts,
  { server }: PreflightOptions,
): Promise<PreflightCheck> {
  const { ok, end, detail } = await reach(timers, () => openSocket(preflightAddress(server), PROTOCOL));
  if (ok) return passed('connection', detail);
  const ending = { end, welcomed: false, ended: null };
  const problem = problemOf(ending, { online: online(), shownBefore: false }) ?? 'server_unreachable';
  return failed('connection', problem, detail);
}

const browserParts = (): PreflightParts => ({
  timers: browserTimers,
  secure: () => window.isSecureContext,
  supported: isSupported,
  online: () => navigator.onLine,
  media: mediaDevices,
  permission: async () => (await navigator.permissions.query({ name: 'camera' })).state,
  measure: (stream) => measurePicture(stream, browserTimers),
  openSocket: (address, protocol) => new WebSocket(address, protocol),
});
