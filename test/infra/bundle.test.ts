// The bundler, on entries of its own: what it writes, and what it refuses.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { bundleEntries, maxHandlerBytes } from '../../infra/bundle.ts';
import { projectRoot } from '../../infra/dist-dir.ts';
import type { FunctionSpec } from '../../infra/functions/function-spec.ts';
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
    const rest = functionTable.filter(({ trigger }) => trigger.kind === 'rest');

    expect(rest.filter(({ timeoutSeconds }) => !(Number(timeoutSeconds) <= 29))).toEqual([]);
  });

  it('lets no scheduled run overlap with the next', () => {
    for (const { trigger, timeoutSeconds } of functionTable) {
      if (trigger.kind === 'schedule') expect(Number(timeoutSeconds)).toBeLessThan(60 * trigger.everyMinutes);
    }
  });

  it('is joined from one file per capability, which has the functions of its folder', () => {
    const capabilities = readdirSync(join(projectRoot, 'functions')).filter((name) => !name.endsWith('.ts'));
    const handlers = capabilities.flatMap((name) =>
      readdirSync(join(projectRoot, 'functions', name))
        .filter((file) => file.endsWith('.handler.ts'))
        .map((file) => `functions/${name}/${file}`),
    );

    expect(functionTable.map(({ entry }) => entry).sort()).toEqual(handlers.sort());
    for (const { name, entry } of functionTable) {
      const file = join(projectRoot, 'infra', 'functions', `${entry.split('/')[1]}.ts`);
      expect(readFileSync(file, 'utf8')).toContain(`name: '${name}'`);
    }
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

/** Most files of ours that a function is made of, where its kind's bound does not fit: what it has now and a little more. */
const mostFiles: Readonly<Record<string, number>> = {
  'source-system-api': 90,
  'integration-api': 115,
  'canonical-api': 90,
  'reference-api': 70,
  'erasure-api': 85,
  'system-api': 75,
  'development-api': 165,
  relay: 25,
  park: 75,
  recount: 70,
};
const mostFilesOf = ({ name, trigger }: FunctionSpec): number =>
  mostFiles[name] ?? (trigger.kind === 'rest' ? 120 : 65);

describe('the import closure of a handler', () => {
  it.each(functionTable.map((spec) => [spec.name, mostFilesOf(spec)] as const))(
    'of %s holds at most %i files',
    async (name, most) => {
      expect((await handlerClosure(name)).length).toBeLessThanOrEqual(most);
    },
  );

  it('holds what the relay uses and no schema: it only copies events onto a queue', async () => {
    const files = await handlerClosure('relay');

    expect(files.filter((file) => /^shared\/contracts\/(?!values\/|events\/(?!vocabulary))/.test(file))).toEqual([]);
  });

  it.each(functionTable.filter(({ trigger }) => trigger.kind !== 'rest').map(({ name }) => name))(
    'of %s, which no one calls by HTTP, holds no part of HTTP',
    async (name) => {
      expect((await handlerClosure(name)).filter((file) => /^shared\/(runtime\/http|auth)\//.test(file))).toEqual([]);
    },
  );

  it.each(
    functionTable
      .filter((spec) => spec.trigger.kind === 'rest' && spec.writes.length + spec.appends.length === 0)
      .map(({ name }) => name),
  )('of %s, which only reads, holds no store for Idempotency-Key', async (name) => {
    const files = await handlerClosure(name);

    expect(files.filter((file) => /\/(http-tools|idempotency)\.ts$/.test(file))).toEqual([]);
  });
});

describe('the import closure of the console', () => {
  it('holds no schema: browsers get values and rules, without the schema library', async () => {
    const files = await closureOf(['web/src/main.tsx']);

    expect(files).toContain('shared/contracts/values/permissions.ts');
    expect(files.filter((file) => /^shared\/(?!core\/|contracts\/values\/)/.test(file))).toEqual([]);
  });
});
