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

const read = async (name) => JSON.parse(await readFile(new URL(name, docs), 'utf8'));

/** Drawn as the lists of fixed length that they are: the compiler of types knows only how older schemas say it. */
const withTuples = (schema) =>
  JSON.parse(JSON.stringify(schema), (_, part) =>
    part?.prefixItems
      ? {
          tsType: `[${part.prefixItems.map(({ type }) => (type === 'integer' ? 'number' : type)).join(', ')}]`,
        }
      : part,
  );

const draw = async (name, title) =>
  compile(withTuples(await read(name)), title, {
    bannerComment: '\n',
    additionalProperties: false,
    ignoreMinAndMaxItems: true, // else every length is a type of its own
  });

const PLAIN = { string: 'text', integer: 'whole', number: 'number', boolean: 'flag' };

/** A part of a schema as one of packages/web/src/api/shape.ts; what it has no word for is an error. Words by name. */
function shapeOf(part, definitions) {
  const name = part.$ref?.split('/').at(-1);
  if (name) return definitions[name].enum ? `@${name}` : shapeOf(definitions[name], definitions);
  if (part.const !== undefined) return { words: [part.const] };
  if (part.anyOf)
    return {
      maybe: shapeOf(
        part.anyOf.find(({ type }) => type !== 'null'),
        definitions,
      ),
    };
  if (part.prefixItems)
    return { list: shapeOf(part.prefixItems[0], definitions), of: part.prefixItems.length };
  if (part.items) return { list: shapeOf(part.items, definitions) };
  if (part.properties) {
    const fields = Object.entries(part.properties).map(([name, field]) => [
      name,
      shapeOf(field, definitions),
    ]);
    return { fields: Object.fromEntries(fields) };
  }
  if (!PLAIN[part.type]) throw new Error(`expected a shape, got ${JSON.stringify(part)}`);
  return PLAIN[part.type];
}

/** The shape of each message of the server's, by its type, behind the lists of words that they use. */
function shapes({ $defs }) {
  const { mapping } = $defs.ServerMessage.discriminator;
  const all = Object.entries(mapping).map(([type, $ref]) => [type, shapeOf({ $ref }, $defs)]);
  const text = JSON.stringify(Object.fromEntries(all)).replaceAll(/"@(\w+)"/g, '$1');
  const words = Object.entries($defs).filter(([name, part]) => part.enum && text.includes(`:${name}`));
  return `import type { Shape } from './shape';

${words.map(([name, part]) => `const ${name}: Shape = ${JSON.stringify({ words: part.enum })};`).join('\n')}

/** Each message of the server's, by its type: read.ts holds against them what comes. */
export const MESSAGES: Readonly<Record<string, Shape>> = ${text};`;
}

/** For what the tools draw in another manner than ours. */
const UNLINTED = '/* eslint-disable */\n\n';

const drawn = {
  'src/api/openapi.ts': async () =>
    `${UNLINTED}${astToString(await openapiTS(new URL('openapi.json', docs), { alphabetize: true }))}`,
  'packages/web/src/api/stream.ts': async () => draw('stream.schema.json', 'StreamMessage'),
  'src/api/tryout.ts': async () => UNLINTED + (await draw('tryout.schema.json', 'TryoutMessage')),
  'packages/web/src/api/stream-shapes.ts': async () => shapes(await read('stream.schema.json')),
};

const stale = [];
for (const [name, make] of Object.entries(drawn)) {
  const file = new URL(name, web);
  const style = (await resolveConfig(file)) ?? {};
  const text = await format(BANNER + (await make()), { ...style, parser: 'typescript' });
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
