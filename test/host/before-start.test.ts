// What a start decides before anything runs: whether Node is new enough, and which builds are needed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeDataFolder, takeDataFolder } from '../../infra/local/data-folder.ts';
import { runWhenChanged } from '../../infra/local/inputs-hash.ts';
import { cacheFolder } from '../../infra/local/worker-file.ts';

const projectRoot = join(import.meta.dirname, '..', '..');

describe('a Node that is too old', () => {
  it('is told so with the version that is needed, before anything is loaded that it could not load', () => {
    const pretend = 'Object.defineProperty(process, "versions", { value: { ...process.versions, node: "18.20.0" } })';

    const { status, stderr } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(pretend)}`, '--import', 'tsx', 'infra/local/start.ts'],
      { cwd: projectRoot, encoding: 'utf8', timeout: 20_000 },
    );

    expect(status).toBe(1);
    expect(stderr).toContain('Node 18.20.0 is too old: the hub needs Node 20.19 or later');
  });
});

describe("a folder that holds other things than a hub's data", () => {
  it.each([
    ['reset', (folder: string) => removeDataFolder(folder)],
    ['start', (folder: string) => takeDataFolder(folder)],
    ['fresh start', (folder: string) => takeDataFolder(folder, true)],
  ])('is left as it is by a %s, which says what it found', (_name, act) => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-foreign-'));
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');
    writeFileSync(join(folder, 'lock'), 'not ours');

    expect(() => act(folder)).toThrow(/is not a data folder of the hub: it holds thesis\.txt/);

    expect(readdirSync(folder).sort()).toEqual(['lock', 'thesis.txt']);
    rmSync(folder, { recursive: true });
  });

  it("is made or removed without a question when it is the hub's own, or empty", () => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-own-'));

    takeDataFolder(folder).release();

    expect(removeDataFolder(folder)).toBe(true);
    expect(removeDataFolder(folder)).toBe(false);
  });
});

describe('a build step', () => {
  let folder: string;
  let runs = 0;
  const name = `test-${process.pid}`;
  const step = () => ({
    name,
    inputs: [join(folder, 'input.txt')],
    output: join(folder, 'output.txt'),
    run: async () => {
      runs += 1;
      writeFileSync(join(folder, 'output.txt'), String(runs));
    },
  });
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'hub-build-'));
    writeFileSync(join(folder, 'input.txt'), 'one');
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(join(cacheFolder, `${name}.inputs`), { force: true });
  });

  it('runs when its inputs have changed, and not when they have not', async () => {
    const ran = [await runWhenChanged(step()), await runWhenChanged(step())];
    writeFileSync(join(folder, 'input.txt'), 'two');
    ran.push(await runWhenChanged(step()), await runWhenChanged(step()));

    expect(ran).toEqual([true, false, true, false]);
    expect(readFileSync(join(folder, 'output.txt'), 'utf8')).toBe('2');
  });

  it('runs again when what it made is gone', async () => {
    await runWhenChanged(step());
    rmSync(join(folder, 'output.txt'));

    expect(await runWhenChanged(step())).toBe(true);
  });

  it('that failed is not taken for done', async () => {
    writeFileSync(join(folder, 'input.txt'), 'three');
    const failing = { ...step(), run: () => Promise.reject(new Error('no')) };
    await expect(runWhenChanged(failing)).rejects.toThrow('no');

    expect(await runWhenChanged(step())).toBe(true);
  });
});
