import { defineConfig } from 'vitest/config'

/** The slow sweeps, and those tests that look at more when they have the time (NEVERROOT_SOAK). */
export default defineConfig({
  test: {
    include: [
      'test/soak/**/*.test.ts',
      'test/conformance/export-aws-cli.test.ts',
      'test/cli/**/*.test.ts',
      'test/organization/apply-interrupted.test.ts',
      'test/organization/root-policy-properties.test.ts',
      'test/journeys/activity.test.ts',
      'src/guard/blockers.test.ts',
    ],
    setupFiles: ['test/support/each-file.ts'],
    // Every command in a process of its own, as people start it.
    env: { NEVERROOT_SOAK: '1', NEVERROOT_OWN_PROCESS: '1' },
    testTimeout: 600_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
})
