import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyLayout } from '../../shared/table/engine/keys.ts';
import {
  lambda,
  queue,
  removeTemporaryFolders,
  restApi,
  table,
  temporaryFolder,
  writeAssembly,
} from '../support/host/assembly.ts';
import { eventually } from '../support/host/eventually.ts';
import { failedStart, type SpawnedHost, spawnHost } from '../support/host/spawn-host.ts';

let assembly: string;
const spawned: SpawnedHost[] = [];

beforeAll(() => {
  assembly = writeAssembly({
    resources: {
      Items: table('Items'),
      Work: queue('work'),
      Slow: lambda('slow'),
      ...restApi('Slow', ['GET /slow']),
    },
    handlers: {
      slow: `export const handler = async () => {
        await new Promise((resolve) => setTimeout(resolve, 500));
        return { statusCode: 200, body: 'finished' };
      };`,
    },
  });
});

afterAll(async () => {
  await Promise.all(spawned.splice(0).map((host) => host.end('SIGKILL')));
  removeTemporaryFolders();
});

async function started(dataDir: string): Promise<SpawnedHost> {
  const host = await spawnHost(['--assembly', assembly, '--data-dir', dataDir]);
  spawned.push(host);
  return host;
}

/** Process ids of engines on the folder. */
async function engines(dataDir: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid,args']);
  return stdout.split('\n').filter((line) => line.includes(dataDir) && line.includes('dynoxide serve'));
}

describe('a start', () => {
  it('refuses a folder on which a host runs, naming its process', async () => {
    const dataDir = temporaryFolder('data');
    const first = await started(dataDir);

    const second = await failedStart(['--assembly', assembly, '--data-dir', dataDir]);

    expect(second.code).toBe(1);
    expect(second.errors).toContain(`is in use by process ${first.pid}`);
  });

  it('takes over the folder of a killed host, whose engine is gone', async () => {
    const dataDir = temporaryFolder('data');
    const first = await started(dataDir);
    await first.end('SIGKILL');
    await eventually(async () => expect(await engines(dataDir)).toEqual([]));

    const second = await started(dataDir);

    expect((await fetch(`${second.apiUrl}/slow`)).status).toBe(200);
  });

  it('says which port is taken and how to choose another', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await eventually(() => expect(other.listening).toBe(true));
    const { port } = other.address() as AddressInfo;
    const dataDir = temporaryFolder('data');

    const { code, errors } = await failedStart(['--assembly', assembly, '--data-dir', dataDir, '--port', String(port)]);

    other.close();
    expect(code).toBe(1);
    expect(errors).toMatch(new RegExp(`port ${port} for the API is in use.*--port`));
    expect(await engines(dataDir)).toEqual([]);
  });

  it('says that the database is broken and how to start over', async () => {
    const dataDir = temporaryFolder('data');
    mkdirSync(join(dataDir, 'dynamodb'));
    writeFileSync(join(dataDir, 'key-layout'), `${keyLayout}\n`);
    writeFileSync(join(dataDir, 'dynamodb', 'hub.sqlite'), 'this is not a database'.repeat(500));

    const { code, errors } = await failedStart(['--assembly', assembly, '--data-dir', dataDir]);

    expect(code).toBe(1);
    expect(errors).toMatch(/not a working database.*npm run reset or --fresh/);
    expect(await engines(dataDir)).toEqual([]);
  });

  it('refuses a store with the keys of another version, and says how to start over', async () => {
    const dataDir = temporaryFolder('data');
    await (await started(dataDir)).end('SIGTERM');
    rmSync(join(dataDir, 'key-layout'));

    const { code, errors } = await failedStart(['--assembly', assembly, '--data-dir', dataDir]);

    expect(code).toBe(1);
    expect(errors).toContain(`has keys of layout 1, and this version of the hub reads layout ${keyLayout}`);
    expect(errors).toMatch(/npm run reset.*npm start -- --fresh/);
    const fresh = await spawnHost(['--assembly', assembly, '--data-dir', dataDir, '--fresh']);
    spawned.push(fresh);
    expect((await fetch(`${fresh.apiUrl}/slow`)).status).toBe(200);
  });

  it('stops at a resource kind that it does not know', async () => {
    const odd = writeAssembly({ resources: { Lake: { Type: 'AWS::Lake::Formation' } } });

    const { code, errors } = await failedStart(['--assembly', odd, '--data-dir', temporaryFolder('data')]);

    expect(code).toBe(1);
    expect(errors).toContain('AWS::Lake::Formation');
  });

  it('names an option that it does not understand', async () => {
    const { code, errors } = await failedStart(['--port', 'eighty']);

    expect(code).toBe(1);
    expect(errors).toContain('--port must be a whole number');
  });

  it('says so when no DynamoDB answers at the given address', async () => {
    const { code, errors } = await failedStart([
      '--assembly',
      assembly,
      '--data-dir',
      temporaryFolder('data'),
      '--dynamodb',
      'http://127.0.0.1:9',
    ]);

    expect(code).toBe(1);
    expect(errors).toContain('no DynamoDB answers at http://127.0.0.1:9');
  });
});

it.each(['SIGINT', 'SIGTERM'] as const)('finishes what is running and leaves nothing behind on %s', async (signal) => {
  const dataDir = temporaryFolder('data');
  const host = await started(dataDir);
  const running = fetch(`${host.apiUrl}/slow`).then((response) => response.text());
  await eventually(async () => expect((await fetch(`${host.apiUrl}/nowhere`)).status).toBe(403));

  const code = await host.end(signal);

  expect(await running).toBe('finished');
  expect(code).toBe(0);
  expect(await engines(dataDir)).toEqual([]);
});

it('stops with a message when its DynamoDB engine dies', async () => {
  const dataDir = temporaryFolder('data');
  const host = await started(dataDir);
  const [engine = ''] = await engines(dataDir);

  process.kill(Number.parseInt(engine.trim(), 10), 'SIGKILL');

  await eventually(() => expect(host.errors()).toContain('the DynamoDB engine exited unexpectedly (SIGKILL)'));
  await eventually(() => expect(() => process.kill(host.pid, 0)).toThrow());
});

it('removes the data folder on reset, but not under a running host', async () => {
  const dataDir = temporaryFolder('data');
  const host = await started(dataDir);
  const reset = () =>
    promisify(execFile)(process.execPath, ['--import', 'tsx', 'infra/local/reset.ts', '--data-dir', dataDir]).then(
      () => 'removed',
      (error: { readonly stderr: string }) => error.stderr,
    );

  expect(await reset()).toContain(`is in use by process ${host.pid}`);
  await host.end('SIGTERM');
  expect(await reset()).toBe('removed');
});
