// Turns the TypeScript of a worker thread into a plain module once, so that threads start without a compiler.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { projectRoot } from '../../dist-dir.ts';

/** Cache of everything the host derives; below node_modules so that bare imports resolve from it. */
export const cacheFolder = join(projectRoot, 'node_modules/.cache/integration-hub');

/**
 * Path of the compiled module for a worker's source. Packages stay outside of it.
 * @param source e.g. `new URL('./function-environment.worker.ts', import.meta.url)`
 */
export function workerFile(source: URL): string {
  const sourceFile = fileURLToPath(source);
  // Synchronous, so that no compiler process stays behind.
  const result = buildSync({
    entryPoints: [sourceFile],
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'esm',
    write: false,
    logLevel: 'silent',
  });
  const contents = result.outputFiles[0]?.contents ?? new Uint8Array();
  const hash = createHash('sha256').update(contents).digest('hex').slice(0, 16);
  const path = join(cacheFolder, `${basename(sourceFile, '.ts')}-${hash}.mjs`);
  if (!existsSync(path)) {
    mkdirSync(cacheFolder, { recursive: true });
    // Renamed into place: another process may be compiling the same file.
    const draft = `${path}.${process.pid}.${Date.now()}`;
    writeFileSync(draft, contents);
    renameSync(draft, path);
  }
  return path;
}
