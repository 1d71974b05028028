import { defineConfig } from 'vitest/config';

/** A browser before the real agent with simulators; two scenarios at a time: they mostly wait. */
export default defineConfig({
  test: {
    include: ['test/screen/**/*.test.ts'],
    globalSetup: ['test/screen/template.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
