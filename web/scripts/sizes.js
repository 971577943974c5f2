/**
 * How much of what is built travels, gzipped: `node scripts/sizes.js`, after `npm run build`. With `--check` it fails
 * where a limit is passed. `--in FOLDER` looks into another working tree than this one.
 *
 * What counts is what a browser fetches before anything is asked of it: a script, all that it imports in its first
 * line, and the style sheets. Languages and the parts of a page that are fetched on demand have lines of their own.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath, URL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

/** Thousands of bytes. */
const LIMITS = { component: 60, console: 230 };

const { values } = parseArgs({ options: { check: { type: 'boolean' }, in: { type: 'string' } } });
const root = values.in ? resolve(values.in) : fileURLToPath(new URL('../../', import.meta.url));
const element = join(root, 'web/packages/web/dist');
const page = join(root, 'src/facevow/server/page');

/** `import … from "./x.js"` and `import "./x.js"`; not `import("./x.js")`, which is fetched when it is needed. */
const AT_ONCE = /\b(?:from|import)\s*["'](\.[^"']+\.js)["']/g;
/** That, too, and the style sheets that come with it. */
const EVER = /(?:\b(?:from|import)\s*\(?\s*)["'`](\.[^"'`]+\.js)["'`]|["'`](\.[^"'`]+\.css)["'`]/g;
const LINKED = /(?:src|href)="([^"]+\.(?:js|css))"/g;

const found = (pattern, text) => [...text.matchAll(pattern)].map(([, name, other]) => name ?? other);

/** These files with all that they import, each once; by `EVER` with what they fetch later as well. */
function together(files, pattern = AT_ONCE, all = new Set()) {
  for (const file of files) {
    if (all.has(file)) continue;
    all.add(file);
    if (!file.endsWith('.js')) continue;
    const names = found(pattern, readFileSync(file, 'utf8'));
    together(
      names.map((name) => join(dirname(file), name)),
      pattern,
      all,
    );
  }
  return all;
}

const without = (files, others) => [...files].filter((file) => !others.has(file));

const linked = (html) =>
  found(LINKED, readFileSync(html, 'utf8')).map((name) => join(dirname(html), name.replace(/^\//, '')));

const gzipped = (files) =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length, 0);

const languages = existsSync(element)
  ? readdirSync(element)
      .map((name) => /^facevow-check-(.+)\.js$/.exec(name)?.[1])
      .filter((language) => language !== undefined)
      .sort()
  : [];

/** What is there before a language is fetched is fetched but once. */
const component = () => together([join(element, 'facevow-check.js')]);
const rows = [
  ['component, English', component, LIMITS.component],
  ...languages.map((language) => [
    `  ${language}`,
    () => without(together([join(element, `facevow-check-${language}.js`)]), component()),
  ]),
  ['React wrapper', () => together([join(root, 'web/packages/react/dist/index.js')])],
  ['page', () => together(linked(join(page, 'index.html')))],
  ['console', () => together(linked(join(page, 'console.html')))],
  ['  with every page', () => together(linked(join(page, 'console.html')), EVER), LIMITS.console],
];

const written = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
const failures = [];
let above = '';
for (const [name, files, limit] of rows) {
  const whole = name.startsWith('  with') ? `${above}${name.slice(1)}` : name.trim();
  above = name;
  let line;
  try {
    const bytes = gzipped(files());
    line = `${written(bytes).padStart(9)}${limit ? ` of ${limit} kB` : ''}`;
    if (limit && bytes > limit * 1000) failures.push(`${whole} is ${written(bytes)}, more than ${limit} kB`);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    line = '  not built';
    failures.push(`${whole} is not built: run npm run build`);
  }
  process.stdout.write(`${name.padEnd(20)}${line}\n`);
}
if (values.check && failures.length > 0) {
  process.stderr.write(`${failures.join('\n')}\n`);
  process.exitCode = 1;
}
