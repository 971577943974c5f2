import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds the Python server, unless VITE_DEV_SERVER says otherwise. */
const DEV_SERVER = 'http://127.0.0.1:8000';

/** As tsconfig.json has them: the page is built from the packages' sources, never from what was published of them. */
const ALIASES = [
  { find: /^@web\//, replacement: fileURLToPath(new URL('./packages/web/src/', import.meta.url)) },
  {
    find: '@facevow/web',
    replacement: fileURLToPath(new URL('./packages/web/src/index.ts', import.meta.url)),
  },
  {
    find: '@facevow/react',
    replacement: fileURLToPath(new URL('./packages/react/src/index.ts', import.meta.url)),
  },
];

export default defineConfig(({ mode }) => {
  const target = loadEnv(mode, '.').VITE_DEV_SERVER ?? DEV_SERVER;
  return {
    // Relative, so that the page also works below a path of a reverse proxy.
    base: './',
    plugins: [react()],
    resolve: { alias: ALIASES },
    build: {
      rolldownOptions: { input: ['index.html', 'console.html'] },
      outDir: '../src/facevow/server/page',
      emptyOutDir: true,
      // Nothing inlined as a data: address, so that a strict content security policy can stay strict.
      assetsInlineLimit: 0,
    },
    server: {
      proxy: {
        '/health': { target },
        '/logs': { target },
        '/v1': { target, ws: true },
        '/ws': { target, ws: true },
      },
    },
    test: {
      environment: 'jsdom',
      include: ['tests/**/*.test.{ts,tsx}', 'packages/*/tests/**/*.test.{ts,tsx}'],
      restoreMocks: true,
      retry: loadEnv(mode, '.', 'CI').CI ? 1 : 0, // as .ci/run does for the other tests
    },
  };
});
