// The bundler, on entries of its own: what it writes, and what it refuses.
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleEntries, maxHandlerBytes } from '../../infra/bundle.ts';
import { projectRoot } from '../../infra/dist-dir.ts';
import { functionTable } from '../../infra/functions/function-table.ts';

const folder = mkdtempSync(join(tmpdir(), 'hub-bundle-'));
afterAll(() => rmSync(folder, { recursive: true }));

function source(name: string, text: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name}.ts`);
  writeFileSync(file, text);
  return file;
}

describe('bundleEntries', () => {
  it('writes one module per function that Node can load, with its source map apart', async () => {
    const entry = source('ok', 'export const handler = async (event: string): Promise<string> => event;');

    const [built] = await bundleEntries([{ name: 'ok', entry }], join(folder, 'out'));

    const file = join(folder, 'out', 'ok', 'index.mjs');
    const { handler } = (await import(pathToFileURL(file).href)) as { handler: (event: string) => Promise<string> };
    expect(await handler('through')).toBe('through');
    expect(built).toMatchObject({ name: 'ok', file });
    expect(existsSync(`${file}.map`)).toBe(true);
  });

  it('refuses a handler above the limit and names it', async () => {
    const entry = source('big', `export const handler = async () => ${JSON.stringify('x'.repeat(maxHandlerBytes))};`);

    await expect(bundleEntries([{ name: 'big', entry }], join(folder, 'out'))).rejects.toThrow(
      /too big: big 550,\d{3} bytes/,
    );
  });
});

describe('the function table', () => {
  it('names handler files that exist, each function once', () => {
    expect(functionTable.filter(({ entry }) => !existsSync(join(projectRoot, entry)))).toEqual([]);
    expect(new Set(functionTable.map(({ name }) => name)).size).toBe(functionTable.length);
  });

  it('keeps API functions within the time that API Gateway waits', () => {
    const tooLong = functionTable.filter(({ trigger, timeoutSeconds }) => trigger === 'rest' && timeoutSeconds > 29);

    expect(tooLong).toEqual([]);
  });
});

const handlerClosure = (name: string): Promise<readonly string[]> =>
  closureOf(functionTable.filter((spec) => spec.name === name).map(({ entry }) => entry));

/** The project's own files that `entries` are made of, themselves included. */
async function closureOf(entryPoints: string[]): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: projectRoot,
    entryPoints,
    bundle: true,
    jsx: 'automatic',
    loader: { '.css': 'empty' },
    packages: 'external',
    platform: 'node',
    format: 'esm',
    write: false,
    outdir: folder,
    metafile: true,
    logLevel: 'silent',
  });
  return Object.values(metafile.outputs).flatMap(({ inputs }) => Object.keys(inputs));
}

describe('the import closure of a handler', () => {
  it('holds what the relay uses and no schema: it only copies events onto a queue', async () => {
    const files = await handlerClosure('relay');

    expect(files.filter((file) => /^shared\/contracts\/(?!ids|values\/)/.test(file))).toEqual([]);
    expect(files.length).toBeLessThanOrEqual(25);
  });
});

describe('the import closure of the console', () => {
  it('holds no schema: browsers get values and rules, without the schema library', async () => {
    const files = await closureOf(['web/src/main.tsx']);

    expect(files).toContain('shared/contracts/values/permissions.ts');
    expect(files.filter((file) => /^shared\/(?!core\/|contracts\/values\/)/.test(file))).toEqual([]);
  });
});
