import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests of what keeps nothing between files: one process runs many, and loads the program once. */
const TOGETHER = 'api,bench,benchmarks,bi,cli,core,docs,media,painter,statistics,store';

export default defineConfig({
  // graphql refuses two copies of itself, and tests would load it once as CommonJS and once as a module.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] },
  test: {
    // Two cores: more files at once only wait for each other.
    maxWorkers: 2,
    projects: [
      project('together', { include: [`test/{${TOGETHER}}/**/*.test.ts`], isolate: false }),
      project('apart', { include: ['test/**/*.test.ts'], exclude: [`test/{${TOGETHER}}/**`] }),
    ],
  },
});

function project(name: string, files: { include: string[]; exclude?: string[]; isolate?: boolean }) {
  return {
    extends: true as const,
    test: {
      ...{ name, ...files },
      globalSetup: ['test/support/globalSetup.ts'],
      ...{ testTimeout: 60_000, hookTimeout: 60_000 },
    },
  };
}
