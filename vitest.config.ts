import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['test/soak/**', 'node_modules/**'],
    setupFiles: ['test/support/each-file.ts'],
    isolate: false,
    // A machine that is busy with other things takes its time.
    testTimeout: 60_000,
    // Vitest leaves a core free; on two cores that would be half of them.
    maxWorkers: 2,
  },
})
