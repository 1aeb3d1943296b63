// One project a suite; CONTRIBUTING.md has the table of suites, scopes and commands.
import { defineConfig } from 'vitest/config';

const suite = (name: string, settings: { readonly globalSetup?: string; readonly parallel?: boolean } = {}) => ({
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    // Many times what a test takes: it ends what hangs, and says nothing about how fast the machine is.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 30_000 } },
    // Files that start hosts and measure take turns; two cores serve the engines too.
    fileParallelism: settings.parallel ?? false,
    ...(settings.globalSetup === undefined ? {} : { globalSetup: settings.globalSetup }),
  },
});

const hub = { globalSetup: './test/support/hub-under-test.ts' };

export default defineConfig({
  test: {
    projects: [
      suite('unit', { parallel: true }),
      suite('conformance', { parallel: true }),
      suite('infra', { globalSetup: './test/support/synthesis-folder.ts' }),
      suite('host'),
      suite('fault', { parallel: true }),
      suite('e2e', hub),
      suite('browser', hub),
      suite('load'),
      suite('fuzz'),
    ],
    maxWorkers: 2,
  },
});
