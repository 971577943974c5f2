/**
 * Writes out the endings of relative imports in a package's declarations: `./events` becomes `./events.js`, as
 * TypeScript wants it of whoever resolves modules as Node does. Run after `tsc`: `node scripts/typed.js <folder>`.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import process from 'node:process';

const RELATIVE = /((?:from|import)\s*\(?\s*)(['"])(\.{1,2}\/[^'"]+?)(?:\.js)?\2/g;

const [, , folder] = process.argv;
if (folder === undefined) throw new Error('expected the folder of the declarations, got nothing');
for (const name of await readdir(folder, { recursive: true })) {
  if (!name.endsWith('.d.ts')) continue;
  const path = join(folder, name);
  const text = await readFile(path, 'utf8');
  await writeFile(path, text.replace(RELATIVE, '$1$2$3.js$2'));
}
