import react from '@vitejs/plugin-react';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

/** Where `npm run dev` finds the Python server, unless VITE_DEV_SERVER says otherwise. */
const DEV_SERVER = 'http://127.0.0.1:8000';

export default defineConfig(({ mode }) => {
  const target = loadEnv(mode, '.').VITE_DEV_SERVER ?? DEV_SERVER;
  return {
    // Relative, so that the page also works below a path of a reverse proxy.
    base: './',
    plugins: [react()],
    build: {
      outDir: '../src/facevow/server/page',
      emptyOutDir: true,
      // Nothing inlined as a data: address, so that a strict content security policy can stay strict.
      assetsInlineLimit: 0,
    },
    server: {
      proxy: {
        '/health': { target },
        '/logs': { target },
        '/v1': { target },
        '/ws': { target, ws: true },
      },
    },
    test: {
      environment: 'jsdom',
      include: ['tests/**/*.test.{ts,tsx}'],
      restoreMocks: true,
      retry: loadEnv(mode, '.', 'CI').CI ? 1 : 0, // as .ci/run does for the other tests
    },
  };
});
