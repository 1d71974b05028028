import { defineConfig } from 'vitest/config';

/** A browser before the real agent with simulators; one scenario after the other, because two cores are shared with the browser. */
export default defineConfig({
  test: {
    include: ['test/screen/**/*.test.ts'],
    globalSetup: ['test/screen/template.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
