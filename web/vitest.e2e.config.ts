import { fileURLToPath } from 'node:url';
import { loadEnv } from 'vite';
import { defineConfig } from 'vitest/config';

/** Real browsers, a real server, real footage: `npm run e2e`. What is absent is skipped, and said. */
export default defineConfig({
  resolve: {
    alias: [{ find: /^@web\//, replacement: fileURLToPath(new URL('./packages/web/src/', import.meta.url)) }],
  },
  test: {
    environment: 'node',
    include: ['e2e/**/*.test.ts'],
    globalSetup: ['e2e/harness/setup.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2, // each has a browser, and all of them one server
    pool: 'forks',
    retry: loadEnv('test', '.', 'CI').CI ? 1 : 0,
  },
});
