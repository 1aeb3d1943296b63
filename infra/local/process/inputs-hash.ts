// Detects by content hash whether the inputs of a build step changed since its last success.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../lambda/worker-file.ts';

/** Excluded from inputs everywhere. */
const skipped = new Set(['node_modules', 'dist', 'cdk.out', '.data', '.git', 'coverage']);

/** @param inputs Files and folders; a missing one counts as empty */
export function hashInputs(inputs: readonly string[]): string {
  const hash = createHash('sha256');
  for (const input of inputs) {
    addTo(hash, input);
  }
  return hash.digest('hex');
}

function addTo(hash: ReturnType<typeof createHash>, path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() === true) {
    for (const name of readdirSync(path).sort()) {
      if (!skipped.has(name)) {
        addTo(hash, join(path, name));
      }
    }
  } else if (found?.isFile() === true) {
    hash.update(path).update('\0').update(readFileSync(path)).update('\0');
  }
}

export interface BuildStep {
  readonly name: string;
  readonly inputs: readonly string[];
  /** Output file of the step; without it the step always runs. */
  readonly output: string;
  readonly run: () => Promise<void>;
}

/** Runs the step if its inputs changed. @returns `true` when it ran */
export async function runWhenChanged({ name, inputs, output, run }: BuildStep): Promise<boolean> {
  const note = join(cacheFolder, `${name}.inputs`);
  const hash = `${process.versions.node} ${hashInputs(inputs)}`;
  if (existsSync(output) && existsSync(note) && readFileSync(note, 'utf8') === hash) {
    return false;
  }
  await run();
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(note, hash);
  return true;
}
