// What a start decides before anything runs: whether Node is new enough, and which builds are needed.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cacheFolder } from '../../infra/local/lambda/worker-file.ts';
import { removeDataFolder, takeDataFolder } from '../../infra/local/process/data-folder.ts';
import { runWhenChanged } from '../../infra/local/process/inputs-hash.ts';
import { prepare } from '../../infra/local/process/prepare.ts';
import { noteInLock, takeLock } from '../../infra/local/process/process-lock.ts';
import { keyLayout } from '../../shared/table/engine/keys.ts';

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

describe('the mark of the key layout', () => {
  it.each([
    ['no mark', undefined],
    ['an older mark', String(keyLayout - 1)],
    ['a newer mark', String(keyLayout + 1)],
  ])('with a store and %s refuses a start, which leaves the folder to reset and fresh starts', (_name, mark) => {
    const folder = mkdtempSync(join(tmpdir(), 'hub-layout-'));
    mkdirSync(join(folder, 'dynamodb'));
    if (mark !== undefined) writeFileSync(join(folder, 'key-layout'), mark);

    expect(() => takeDataFolder(folder)).toThrow(/has keys of layout \d.*npm run reset.*--fresh/);

    takeDataFolder(folder, true).release();
    takeDataFolder(folder).release();
    expect(readdirSync(folder)).toEqual(['key-layout']);
    expect(removeDataFolder(folder)).toBe(true);
  });
});

describe('a lock', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-lock-'));
  const lock = join(folder, 'lock');
  afterAll(() => rmSync(folder, { recursive: true }));
  const gone = { pid: spawnSync('true').pid, startedAt: '1', note: 'of the killed one' };

  it('is had by one, who is named to the others, until it is given back', () => {
    expect(takeLock(lock)).toBeUndefined();
    expect(takeLock(lock)).toMatchObject({ pid: process.pid });
    rmSync(lock);

    expect(takeLock(lock)).toBeUndefined();
    rmSync(lock);
  });

  it('is taken over from a process that is gone, with what that one noted', () => {
    writeFileSync(lock, JSON.stringify(gone));
    const leftOver: object[] = [];

    expect(takeLock(lock, (owner) => leftOver.push(owner))).toBeUndefined();

    expect(leftOver).toEqual([gone]);
    noteInLock(lock, { note: 'mine' });
    expect(takeLock(lock)).toMatchObject({ pid: process.pid, note: 'mine' });
    expect(readdirSync(folder)).toEqual(['lock']);
    rmSync(lock);
  });

  it('is taken over when its process id is that of another process by now, or when nobody can be read in it', () => {
    for (const text of [JSON.stringify({ pid: process.ppid, startedAt: '1' }), '', 'not ours', '{}']) {
      writeFileSync(lock, text);
      expect(takeLock(lock), text).toBeUndefined();
      rmSync(lock);
    }
  });
});

describe('two starts at the same moment', () => {
  it('build what changed once', async () => {
    rmSync(join(cacheFolder, 'synth.inputs'), { force: true });
    const steps: string[] = [];

    const both = await Promise.all([prepare((step) => steps.push(step)), prepare((step) => steps.push(step))]);

    expect(both[0]).toEqual(both[1]);
    expect(steps.filter((step) => step === 'synth')).toHaveLength(1);
    expect(steps).toContain('synth (unchanged)');
    expect(steps).toContain(`waiting for the build of process ${process.pid}`);
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
