import { defineConfig } from 'vitest/config';

/** Kills, disk errors and broker faults on the real processes: minutes, one after the other. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    pool: 'forks',
    fileParallelism: false,
  },
});
