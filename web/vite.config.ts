import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const API = 'http://localhost:4000';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  // Relative to the page's base, which the server sets: a proxy may give it a path of its own.
  base: './',
  plugins: [react()],
  build: {
    target: 'es2023',
    // The page's policy lets nothing be inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    emptyOutDir: true,
  },
  server: { proxy: { '/graphql': { target: API, ws: true }, '/media': API } },
});
