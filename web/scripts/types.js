/**
 * Draws the types of the API from what the server publishes: `npm run types`. With `--check` nothing is written, and
 * it fails when a file is not what it would be.
 */
import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import { URL } from 'node:url';
import { compile } from 'json-schema-to-typescript';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';

const docs = new URL('../../docs/', import.meta.url);
const web = new URL('../', import.meta.url);
const BANNER = '/* Drawn by `npm run types`: change the server, not this file. */\n';

const drawn = {
  'src/api/openapi.ts': async () =>
    `/* eslint-disable */\n\n${astToString(await openapiTS(new URL('openapi.json', docs), { alphabetize: true }))}`,
  'packages/web/src/api/stream.ts': async () =>
    compile(JSON.parse(await readFile(new URL('stream.schema.json', docs), 'utf8')), 'StreamMessage', {
      bannerComment: '\n',
      additionalProperties: false,
      ignoreMinAndMaxItems: true, // else every length is a type of its own
    }),
};

const stale = [];
for (const [name, draw] of Object.entries(drawn)) {
  const file = new URL(name, web);
  const style = (await resolveConfig(file)) ?? {};
  const text = await format(BANNER + (await draw()), { ...style, parser: 'typescript' });
  if (!process.argv.includes('--check')) {
    await writeFile(file, text);
  } else if ((await readFile(file, 'utf8').catch(() => '')) !== text) {
    stale.push(name);
  }
}
if (stale.length > 0) {
  process.stderr.write(
    `expected ${stale.join(' and ')} as the server's documents have it: run npm run types\n`,
  );
  process.exitCode = 1;
}
