import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What stands in a file of docs/. */
export const documented = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../../docs', name), 'utf8');
