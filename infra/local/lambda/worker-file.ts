// Compiles the TypeScript of a worker thread to a plain module once, so that threads start without a compiler.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { projectRoot } from '../../dist-dir.ts';

/** Cache of the host's derived files; it is below node_modules so that bare imports resolve. */
export const cacheFolder = join(projectRoot, 'node_modules/.cache/integration-hub');

/**
 * Returns the path of the compiled module of a worker. Packages stay external.
 * @param source e.g. `new URL('./function-environment.worker.ts', import.meta.url)`
 */
export function workerFile(source: URL): string {
  const sourceFile = fileURLToPath(source);
  // Synchronous, so that no compiler process remains.
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
    // Renames the file into place, because another process may compile the same file.
    const draft = `${path}.${process.pid}.${Date.now()}`;
    writeFileSync(draft, contents);
    renameSync(draft, path);
  }
  return path;
}
