import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** A language is a file of its own, `texts/<language>.ts`; English is part of the check. */
const LANGUAGE = /\/texts\/([a-z]{2}(?:-[A-Za-z]+)?)\.ts$/;

export default defineConfig({
  root: at('.'),
  build: {
    lib: { entry: at('./src/index.ts'), formats: ['es'], fileName: () => 'facevow-check.js' },
    // The browsers of docs/browsers.md: the oldest that have all that a check needs.
    target: ['chrome107', 'edge107', 'firefox110', 'safari16.4'],
    rolldownOptions: {
      output: {
        // Vite leaves the spaces in what a bundler is to take further; this is loaded as it is.
        minify: true,
        // Names without a hash: pages name the script themselves, and a server may change it under the same name.
        chunkFileNames: ({ facadeModuleId }) =>
          `facevow-check-${LANGUAGE.exec(facadeModuleId ?? '')?.[1] ?? '[name]'}.js`,
      },
    },
  },
});
