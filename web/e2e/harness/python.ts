/** `facevow serve`, started as a user would, and the clips that stand for cameras. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { writeScores } from './furnish';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const FOOTAGE = join(ROOT, '..', 'shared', 'footage');
const START_MS = 60_000;

/** What the camera shows: a clip of the footage, and how tests/browser/clips.py is to show it. */
export const CLIPS = {
  bonafide: ['bonafide-1-webcam.webm', 'all'],
  replay: ['attack-1-phone-still.webm', 'all'],
  twins: ['bonafide-1-webcam.webm', 'twins'],
  leaving: ['bonafide-1-webcam.webm', 'leaving'],
} as const;
export type Clip = keyof typeof CLIPS;

/** A program of the project's own environment, or of the path; null where there is none. */
export function program(name: string): string | null {
  const folders = [join(ROOT, '.venv', 'bin'), ...(process.env.PATH ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

export const footageIsThere = (): boolean => existsSync(FOOTAGE);

/** Writes the clips as Motion JPEG into the folder; name of the file (`bonafide.mjpeg`) to its path. */
export async function writeClips(python: string, folder: string): Promise<Map<string, string>> {
  await mkdir(folder, { recursive: true });
  const written = Object.entries(CLIPS).map(async ([name, [clip, showing]]): Promise<[string, string]> => {
    const out = join(folder, `${name}.mjpeg`);
    await run(python, ['-m', 'tests.browser.clips', join(FOOTAGE, clip), out, '--as', showing], {});
    return [`${name}.mjpeg`, out];
  });
  return new Map(await Promise.all(written));
}

export interface RunningFacevow {
  readonly address: string;
  readonly key: string;
  readonly stop: () => Promise<void>;
}

/** A locked server with a database of its own in `folder`, which takes streams of pages of these origins. */
export async function serveFacevow(
  command: string,
  folder: string,
  origins: readonly string[],
): Promise<RunningFacevow> {
  await mkdir(join(folder, 'reports'), { recursive: true });
  const environment = {
    FACEVOW_ACCESS: 'locked',
    FACEVOW_DATABASE: `sqlite:///${join(folder, 'facevow.db')}`,
    FACEVOW_KEYRING: join(folder, 'keyring.json'),
    FACEVOW_ALLOWED_ORIGINS: origins.join(','),
    FACEVOW_SEED_OPEN: 'true',
    FACEVOW_LIMIT_ADDRESS: '6000/minute', // all browsers are of one address
    FACEVOW_LOG_LEVEL: 'warning',
    FACEVOW_REPORTS: join(folder, 'reports'),
  };
  const scopes = ['sessions', 'analyses', 'gallery', 'erase', 'operate', 'seed'].flatMap((scope) => [
    '--scope',
    scope,
  ]);
  const [printed] = await Promise.all([
    run(command, ['keys', 'create', 'e2e', ...scopes], environment),
    report(command, folder, environment),
  ]);
  const [key] = /fvk_\S+/.exec(printed) ?? [];
  if (key === undefined) throw new Error(`expected an API key, got ${printed}`);
  const port = await freePort();
  const address = `http://127.0.0.1:${String(port)}`;
  const server = spawn(command, ['serve', '--port', String(port)], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
  });
  const log: string[] = [];
  for (const stream of [server.stdout, server.stderr])
    stream.on('data', (data: Buffer) => log.push(data.toString()));
  await untilReady(address, server, log);
  return { address, key, stop: () => stop(server) };
}

/** A report of scores that were drawn, named `e2e`. */
async function report(command: string, folder: string, environment: NodeJS.ProcessEnv): Promise<void> {
  const scores = `drawn=${await writeScores(folder)}`;
  await run(command, ['evaluate', '--scores', scores, '--out', join(folder, 'reports', 'e2e')], environment);
}

async function untilReady(address: string, server: ChildProcess, log: readonly string[]): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (Date.now() < deadline && server.exitCode === null) {
    const ready = await fetch(`${address}/health/ready`).catch(() => null);
    if (ready?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  server.kill('SIGKILL');
  throw new Error(`facevow serve did not start: ${log.join('').slice(-2000)}`);
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGTERM');
  await gone;
}

function run(command: string, words: readonly string[], environment: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { cwd: ROOT, env: { ...process.env, ...environment } });
    const out: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data: Buffer) => out.push(data.toString()));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(out.join(''));
      else reject(new Error(`${command} ${words.join(' ')}: ${out.join('')}`));
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const bound = probe.address();
      probe.close(() => {
        if (bound === null || typeof bound === 'string') reject(new Error('expected a port'));
        else resolve(bound.port);
      });
    });
  });
}
