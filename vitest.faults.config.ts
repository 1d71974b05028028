import { defineConfig } from 'vitest/config';

/** Kills, disk errors and broker faults on the real processes: minutes. They mostly wait, so two run side by side. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    testTimeout: 600_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});
