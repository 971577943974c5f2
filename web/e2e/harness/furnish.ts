/** Fills a server with what its pages are to show: sessions with their verdicts, a person, a report. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WebSocket } from 'ws';

const HEADER = 16;
const RATE = 15;
const MOST_FRAMES = 300;

/** The pictures in a file of Motion JPEG. */
export function picturesIn(bytes: Buffer): Buffer[] {
  const begin = Buffer.from([0xff, 0xd8, 0xff]);
  const starts: number[] = [];
  for (let at = bytes.indexOf(begin); at >= 0; at = bytes.indexOf(begin, at + 3)) starts.push(at);
  return starts.map((start, index) => bytes.subarray(start, starts[index + 1]));
}

/** Streams a clip into a session as a browser would, until it is over; returns the session's id. */
export async function stream(server: string, sessionToken: string, clip: string): Promise<string> {
  const [session = '', token = ''] = sessionToken.split('.');
  const pictures = picturesIn(await readFile(clip));
  const address = `${server.replace(/^http/, 'ws')}/v1/sessions/${session}/stream`;
  const socket = new WebSocket(address, ['facevow.v1', `facevow.token.${token}`]);
  const over = new Promise<void>((resolve, reject) => {
    socket.on('close', () => resolve());
    socket.on('error', reject);
  });
  const begun = performance.now();
  let sent = 0;
  const sending = setInterval(() => {
    const picture = pictures[(2 * sent) % pictures.length];
    if (!picture || socket.readyState !== WebSocket.OPEN || sent > MOST_FRAMES) return;
    const header = Buffer.alloc(HEADER);
    header.writeUInt8(1, 0);
    header.writeUInt32BE((sent += 1), 4);
    header.writeBigUInt64BE(BigInt(Math.round((performance.now() - begun) * 1000)), 8);
    socket.send(Buffer.concat([header, picture]));
  }, 1000 / RATE);
  await over.finally(() => clearInterval(sending));
  return session;
}

/** Enrols whoever is in the clip's first picture. */
export async function enrol(server: string, key: string, subject: string, clip: string): Promise<void> {
  const [picture] = picturesIn(await readFile(clip));
  const answer = await fetch(`${server}/v1/subjects/${subject}/enrol`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ images: [picture?.toString('base64')], liveness: 'ignored' }),
  });
  if (!answer.ok) throw new Error(`expected ${subject} to be enrolled: ${await answer.text()}`);
}

/** Scores of a network that does not exist, for `facevow evaluate`: bona fide and two species of attacks. */
export async function writeScores(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const lines = Array.from({ length: 240 }, (_, index) => {
    const species = [null, 'print', 'screen_phone'][index % 3] ?? null;
    const spread = ((index * 37) % 100) / 100;
    const score = species === null ? 0.4 + 0.6 * spread : 0.65 * spread;
    const label = species === null ? 'bonafide,' : `attack,${species}`;
    return `image-${String(index)}.jpg,drawn,s${String(index % 12)},1,frame,${label},${score.toFixed(3)},120`;
  });
  const head = 'path,source,subject,session,framing,label,pai_species,score,face_width';
  const out = join(folder, 'drawn.csv');
  await writeFile(out, `${[head, ...lines].join('\n')}\n`);
  return out;
}
