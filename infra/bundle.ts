// Builds every function in one esbuild call into dist/<function>/index.mjs and adds the files that the system API
// serves: the OpenAPI document and its viewer page. Run it as a script or call `bundle`.
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Metafile, type Plugin } from 'esbuild';
import { distDir, projectRoot } from './dist-dir.ts';
import { functionTable } from './functions/function-table.ts';
import { openApiDocument } from './openapi.ts';

/** A larger handler starts noticeably slower; the largest SDK-only handler measured 548,000 bytes. */
export const maxHandlerBytes = 550_000;

/** One bundle to build. */
export interface BundleEntry {
  readonly name: string;
  /** Source file; relative paths are relative to the project root. */
  readonly entry: string;
  /** Size limit after minification. @default maxHandlerBytes */
  readonly maxBundleBytes?: number;
}

/** One built handler. */
export interface BundledHandler {
  readonly name: string;
  readonly file: string;
  /** Minified size without the source map. */
  readonly sizeBytes: number;
}

/**
 * Bundles all functions of the function table and the files of `/docs`.
 * @param outDir @default dist/
 * @throws Error when a source does not build or a handler exceeds its limit.
 */
export async function bundle(outDir: string = distDir): Promise<readonly BundledHandler[]> {
  removeStale(outDir);
  const handlers = await bundleEntries(functionTable, outDir);
  writeOpenApi(join(outDir, 'system-api'));
  copyDocsPage(join(outDir, 'system-api', 'docs'));
  return handlers;
}

/** Bundles only the given entries. */
export async function bundleEntries(
  entries: readonly BundleEntry[],
  outDir: string,
): Promise<readonly BundledHandler[]> {
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints: entries.map(({ name, entry }) => ({ in: entry, out: `${name}/index` })),
    outdir: outDir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    // Node 20 runs the bundles locally, Node 22 on AWS.
    target: 'node20',
    // The SDK's ES modules are tree-shakeable; its CommonJS builds are not and would double the size.
    mainFields: ['module', 'main'],
    sourcemap: 'external',
    legalComments: 'none',
    metafile: true,
    plugins: [environmentCredentials, withoutDebug],
    logLevel: 'silent',
  });
  const handlers = entries.map(({ name }) => {
    const file = join(outDir, name, 'index.mjs');
    return { name, file, sizeBytes: outputBytes(metafile, `${name}/index.mjs`) };
  });
  refuseTooBig(handlers, entries);
  return handlers;
}

/**
 * Lambda passes credentials in the environment. The SDK's chain of all other sources (profiles, single sign-on, web
 * identity, instance metadata), each with its own client, would be a quarter of every bundle.
 */
const environmentCredentials: Plugin = {
  name: 'environment-credentials',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: 'environment',
      namespace: 'credentials',
      pluginData: resolveDir,
    }));
    onLoad({ filter: /^environment$/, namespace: 'credentials' }, ({ pluginData }) => ({
      contents: "export { fromEnv as defaultProvider } from '@aws-sdk/credential-provider-env';",
      resolveDir: String(pluginData),
    }));
  },
};

/**
 * The file type detector imports `debug`, a CommonJS package that fails in an ES module when it looks for a terminal.
 * Nothing reads its output, so a stub replaces it.
 */
const withoutDebug: Plugin = {
  name: 'without-debug',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^debug$/ }, () => ({ path: 'debug', namespace: 'without-debug' }));
    onLoad({ filter: /.*/, namespace: 'without-debug' }, () => ({ contents: 'export default () => () => undefined;' }));
  },
};

function outputBytes(metafile: Metafile, ending: string): number {
  const found = Object.entries(metafile.outputs).find(([path]) => path.endsWith(ending));
  if (found === undefined) {
    throw new Error(`esbuild wrote no ${ending}`);
  }
  return found[1].bytes;
}

function refuseTooBig(handlers: readonly BundledHandler[], entries: readonly BundleEntry[]): void {
  const tooBig = handlers.flatMap(({ name, sizeBytes }, index) => {
    const most = entries[index]?.maxBundleBytes ?? maxHandlerBytes;
    return sizeBytes > most ? [`${name} ${inFigures(sizeBytes)} bytes; at most ${inFigures(most)} are allowed`] : [];
  });
  if (tooBig.length > 0) {
    throw new Error(`too big: ${tooBig.join('. ')}. Look for "import { z }" or a second SDK client`);
  }
}

const inFigures = (bytes: number): string => bytes.toLocaleString('en');

/** Writes the generated OpenAPI document that `GET /openapi.json` serves. */
export function writeOpenApi(outDir: string): void {
  mkdirSync(outDir, { recursive: true });
  writeFileSync(join(outDir, 'openapi.json'), `${JSON.stringify(openApiDocument())}\n`);
}

function copyDocsPage(outDir: string): void {
  mkdirSync(outDir, { recursive: true });
  const page = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    copyFileSync(join(page, file), join(outDir, file));
  }
}

/** Removes folders of deleted functions, which would otherwise be deployed or run by mistake. */
function removeStale(outDir: string): void {
  const known = new Set(functionTable.map((spec) => spec.name));
  for (const name of existsSync(outDir) ? readdirSync(outDir) : []) {
    if (!known.has(name)) {
      rmSync(join(outDir, name), { recursive: true });
    }
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const startedAt = performance.now();
  const handlers = await bundle();
  const largest = Math.max(...handlers.map((handler) => handler.sizeBytes));
  process.stdout.write(
    `bundled ${handlers.length} functions in ${Math.round(performance.now() - startedAt)} ms, the largest ${largest.toLocaleString('en')} bytes\n`,
  );
}
