import { defineConfig } from 'vitest/config'

/** They replace modules of Node's, which must not reach other files, nor other files' modules them. */
const apart = ['test/journeys/apply-faults.test.ts', 'test/organization/apply-interrupted.test.ts']

const common = {
  setupFiles: ['test/support/each-file.ts'],
  // A machine that is busy with other things takes its time.
  testTimeout: 60_000,
}

export default defineConfig({
  test: {
    // Vitest leaves a core free; on two cores that would be half of them.
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: 'shared',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['test/soak/**', 'node_modules/**', ...apart],
          // The files of a worker share its modules, which saves a third of the time.
          isolate: false,
        },
      },
      { test: { ...common, name: 'apart', include: apart } },
    ],
  },
})
