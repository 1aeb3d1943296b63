// Global setup of the infra suite: a folder in which its files share the templates that they synthesise.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    readonly synthesisFolder: string;
  }
}

export function setup(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'hub-synth-'));
  project.provide('synthesisFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
