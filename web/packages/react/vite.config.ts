import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** One small module. React and the element are the application's to bring, once each. */
export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    target: 'es2022',
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: () => 'index.js' },
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: true,
    rolldownOptions: {
      external: [/^react(\/|$)/, '@facevow/web'],
      // For frameworks that draw on a server unless told otherwise.
      output: { banner: "'use client';" },
    },
  },
});
