/**
 * Draws the tables of docs/component.md and docs/browsers.md from the component's source: `npm run tables`. With
 * `--check` nothing is written, and it fails when a page is not what it would be.
 */
import process from 'node:process';
import { URL } from 'node:url';
import { drawPages } from './tables/pages.js';

const complaint = await drawPages(new URL('../../', import.meta.url), process.argv.includes('--check'));
if (complaint !== null) {
  process.stderr.write(`${complaint}\n`);
  process.exitCode = 1;
}
