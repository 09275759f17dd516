import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    // Two cores are what CI has; a worker a core keeps the crash tests' child processes from starving.
    maxWorkers: 2,
    testTimeout: 20_000,
  },
})
