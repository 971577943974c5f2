/** Puts the tables where they belong: between `<!-- drawn: NAME -->` and `<!-- end -->` of a page. */
import { readFile, writeFile } from 'node:fs/promises';
import { URL } from 'node:url';
import { drawings } from './drawings.js';
import { Source } from './source.js';

const PAGES = ['component.md', 'browsers.md'];
const PLACE = /(<!-- drawn: (\w+) -->\n)[\s\S]*?(<!-- end -->)/g;

/** In the working tree at `root`. What is amiss, or null; with `check` nothing is written. */
export async function drawPages(root, check) {
  try {
    const stale = await draw(root, check);
    if (!check || stale.length === 0) return null;
    return `expected ${stale.join(' and ')} as the component's source has it: run npm run tables`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function draw(root, check) {
  const tables = await drawings(new Source(new URL('web/packages/web/', root)));
  const waiting = new Set(Object.keys(tables));
  const stale = [];
  for (const page of PAGES) {
    const file = new URL(`docs/${page}`, root);
    const text = await readFile(file, 'utf8');
    const drawn = text.replace(PLACE, (_, begin, name, end) => {
      if (!Object.hasOwn(tables, name))
        throw new Error(`docs/${page}: expected one of ${Object.keys(tables).join(', ')}, got ${name}`);
      waiting.delete(name);
      return `${begin}\n${tables[name]}\n\n${end}`;
    });
    if (drawn === text) continue;
    stale.push(`docs/${page}`);
    if (!check) await writeFile(file, drawn);
  }
  if (waiting.size > 0)
    throw new Error(`expected a place for ${[...waiting].join(', ')} in ${PAGES.join(' or ')}`);
  return stale;
}
