import { fileURLToPath } from 'node:url';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

/** Keep nothing between files: one process runs many of them, and loads the program once. */
const TOGETHER = 'test/{api,bench,benchmarks,bi,cli,core,docs,media,painter,statistics,store}/**/*.test.ts';

const BROWSER = ['test/web/**/*.test.ts', 'test/bi/observable.test.ts'];

export default defineConfig({
  // graphql refuses two copies of itself, and tests would load it once as CommonJS and once as a module.
  resolve: { alias: [{ find: /^graphql$/, replacement: fileURLToPath(import.meta.resolve('graphql')) }] },
  test: {
    // Two cores: more files at once only wait for each other.
    maxWorkers: 2,
    projects: [
      project({ name: 'together', include: [TOGETHER], exclude: BROWSER, isolate: false }),
      project({ name: 'apart', include: ['test/**/*.test.ts'], exclude: [TOGETHER, ...BROWSER] }),
      // After the others: where network interfaces come and go, as in tests of many machines, a browser drops what it asked.
      project({
        name: 'browser',
        include: BROWSER,
        sequence: { groupOrder: 1 },
        retry: process.env['CI'] ? 1 : 0,
      }),
    ],
  },
});

function project(test: TestProjectInlineConfiguration['test']): TestProjectInlineConfiguration {
  const shared = { globalSetup: ['test/support/globalSetup.ts'], testTimeout: 60_000, hookTimeout: 60_000 };
  return { extends: true, test: { ...shared, ...test } };
}
