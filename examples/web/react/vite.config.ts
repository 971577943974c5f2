import { defineConfig } from 'vite';

export default defineConfig({
  // Nothing inlined as a data: address, which the page's policy forbids.
  build: { assetsInlineLimit: 0, target: 'es2022' },
  // One React, although the wrapper lies in a folder that has its own.
  resolve: { dedupe: ['react', 'react-dom'] },
});
