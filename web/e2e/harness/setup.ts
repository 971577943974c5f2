/** Starts, once for all files, what they share: the application of another origin and `facevow serve`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import type { TestProject } from 'vitest/node';
import { serveApplication, type MakeSession } from './application';
import { nothingHere } from './nothing-here';
import { enrol, stream } from './furnish';
import { lacking } from './lacking';
import { footageIsThere, program, serveFacevow, writeClips, type RunningFacevow } from './python';
import type { Running } from './serving';

export interface Facevow {
  readonly address: string;
  /** Opens every route. */
  readonly key: string;
}

/** What the tests are told of it. Where something is null, `absent` says why. */
export interface Surroundings {
  /** The application's address. */
  readonly application: string;
  /** Where the Facevow server is, with a key for every route; null where it cannot run. */
  readonly facevow: Facevow | null;
  /** One that is over; null where there is no server. */
  readonly session: string | null;
  /** Files of the footage by name, such as `bonafide.mjpeg`. */
  readonly clips: Readonly<Record<string, string>>;
  /** Where screenshots and logs of what was said go. */
  readonly out: string;
  readonly absent: string | null;
}

declare module 'vitest' {
  export interface ProvidedContext {
    surroundings: Surroundings;
  }
}

const POLICY = 'passive_only';

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const lacks = nothingHere();
  if (lacks !== null) process.stdout.write(`e2e is skipped in part: ${lacking('browser', lacks)}\n`);
  const folder = await mkdtemp(join(tmpdir(), 'facevow-e2e-'));
  const out = process.env.FACEVOW_E2E_OUT ?? join(folder, 'out');
  const [python, command] = [program('python'), program('facevow')];
  const absent = whatIsAbsent(python, command);
  if (absent !== null) process.stdout.write(`e2e is skipped in part: ${absent}\n`);

  const clips = new Map<string, string>();
  let facevow: RunningFacevow | null = null;
  // Both are asked for only when a page is there, which is after the server.
  const makeSession: MakeSession = (policy) => order(facevow, policy);
  const application = await serveApplication(makeSession, clips);
  const origin = `http://localhost:${String(application.port)}`;
  if (python !== null && command !== null && absent === null) {
    const [written, server] = await Promise.all([
      writeClips(python, join(folder, 'clips')),
      serveFacevow(command, join(folder, 'server'), [origin]),
    ]);
    for (const [name, path] of written) clips.set(name, path);
    facevow = server;
  }
  const session = facevow && (await furnish(facevow, clips));

  project.provide('surroundings', {
    application: origin,
    facevow: facevow && { address: facevow.address, key: facevow.key },
    session,
    clips: Object.fromEntries(clips),
    out,
    absent,
  });
  return () => tidy(application, facevow, process.env.FACEVOW_E2E_OUT === undefined ? folder : null);
}

function whatIsAbsent(python: string | null, command: string | null): string | null {
  if (python === null || command === null)
    return lacking('node', 'needs an installed facevow: make serve installs it');
  return footageIsThere() ? null : lacking('shared', 'needs the test material, which is not distributed');
}

async function tidy(
  application: Running,
  facevow: RunningFacevow | null,
  folder: string | null,
): Promise<void> {
  await application.stop();
  await facevow?.stop();
  if (folder !== null) await rm(folder, { recursive: true, force: true });
}

/** Has the server look as it does after a while: a live person, an attack, a session not begun, somebody enrolled. */
async function furnish(facevow: RunningFacevow, clips: ReadonlyMap<string, string>): Promise<string> {
  const clip = (name: string): string => clips.get(`${name}.mjpeg`) ?? '';
  await order(facevow, 'strict');
  const streaming = ['bonafide', 'replay'].map(async (name) =>
    stream(facevow.address, await order(facevow, POLICY), clip(name)),
  );
  await enrol(facevow.address, facevow.key, 'customer-4711', clip('bonafide'));
  const [live = ''] = await Promise.all(streaming);
  return live;
}

/** What an application's server does: orders a session with its key, and hands on the token. */
async function order(facevow: RunningFacevow | null, policy: string): Promise<string> {
  if (facevow === null) throw new Error('expected a server to be there');
  const answer = await fetch(`${facevow.address}/v1/sessions`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${facevow.key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ policy: policy || POLICY, reveal: 'verdict' }),
  });
  const made: unknown = await answer.json();
  if (
    typeof made !== 'object' ||
    made === null ||
    !('session_token' in made) ||
    typeof made.session_token !== 'string'
  )
    throw new Error(`expected a session, got ${JSON.stringify(made)}`);
  return made.session_token;
}
