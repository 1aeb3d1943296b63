// One run of everything; suites are folders of test/.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 120_000,
    // Two cores: engines and workers of the tests need one of them.
    maxWorkers: 2,
  },
});
