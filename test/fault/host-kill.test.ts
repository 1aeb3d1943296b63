// kill -9 of the whole host in the middle of its work, a restart on the same folder, and then nothing but time: the
// scheduled sweep has to find by itself what was lost with the queue. Both hosts wait for it at the same time.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { afterAll, describe, expect, it } from 'vitest';
import { startDynamoDb } from '../../infra/local/backends/dynamodb-engine.ts';
import { prepare } from '../../infra/local/process/prepare.ts';
import type { Item } from '../../shared/table/engine/hub-table.ts';
import { inParallel, submitOne } from '../support/embedded-hub.ts';
import { removeTemporaryFolders, temporaryFolder } from '../support/host/assembly.ts';
import { type SpawnedHost, spawnHost } from '../support/host/spawn-host.ts';
import { eventually, type HubClient, hubClient } from '../support/hub-client.ts';
import { stragglers, violations } from '../support/invariants.ts';
import { scanAll } from '../support/table.ts';

/** The sweep runs a minute after the restart at the latest, and finds what is older than a minute; twice that when busy. */
const healedWithinMs = 150_000;
const limit = { timeout: healedWithinMs + 120_000 };

const spawned: SpawnedHost[] = [];
afterAll(async () => {
  await Promise.all(spawned.splice(0).map((host) => host.end('SIGKILL')));
  removeTemporaryFolders();
});

async function started(dataDir: string): Promise<{ readonly host: SpawnedHost; readonly operator: HubClient }> {
  const { assembly } = await prepare(() => undefined);
  const host = await spawnHost(['--assembly', assembly, '--data-dir', dataDir]);
  spawned.push(host);
  return { host, operator: await hubClient(host.apiUrl, 'operator') };
}

/** Engines that run on the folder. */
async function engines(dataDir: string): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'pid,args']);
  return stdout.split('\n').filter((line) => line.includes(dataDir) && line.includes('dynoxide serve'));
}

/**
 * Runs jobs, kills the host when some of them have been answered, and goes on until no job is open.
 * @returns results of the jobs that were answered
 */
async function killedAmid<T>(
  host: SpawnedHost,
  jobs: { readonly count: number; readonly killAfter: number; readonly run: (index: number) => Promise<T> },
): Promise<readonly T[]> {
  const answered: T[] = [];
  let killed: Promise<unknown> | undefined;
  await inParallel(jobs.count, 12, async (index) => {
    try {
      answered.push(await jobs.run(index));
    } catch (error) {
      // Only a lost connection is the fault of the kill.
      if (killed === undefined || (error as Error).message !== 'fetch failed') throw error;
    }
    if (answered.length === jobs.killAfter) killed ??= host.end('SIGKILL');
  });
  await killed;
  return answered;
}

/** Waits until the hub says that it owes nothing. @returns how many events it owed at first */
async function healed(operator: HubClient): Promise<number> {
  const pending = async () => {
    const { body } = await operator.call<{ totals: { events: { pending: number } } }>('GET', '/dashboard/overview');
    return body.totals.events.pending;
  };
  const first = await pending();
  await eventually(pending, (count) => count === 0, {
    deadlineMs: healedWithinMs,
    everyMs: 500,
    what: 'a hub at rest',
  });
  return first;
}

/** What the kill left open in the counters is closed, and they are right without a correction. */
async function countersAreExact(operator: HubClient): Promise<void> {
  const recount = () => operator.call<{ corrected: object; corrected_hours: number }>('POST', '/jobs/recount');
  const { body } = await eventually(recount, ({ status }) => status === 200, { everyMs: 500, what: 'a recount' });
  expect(body).toMatchObject({ corrected: {}, corrected_hours: 0 });
}

/** The table as the engine alone gives it, once the host is gone. */
async function tableOf(dataDir: string): Promise<readonly Item[]> {
  const engine = await startDynamoDb(dataDir, {});
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new DynamoDBClient({ endpoint: engine.endpoint, region: 'us-east-1', credentials });
  try {
    const { TableNames = [] } = await client.send(new ListTablesCommand({}));
    const tableName = TableNames.find((name) => name.includes('TablesTable'));
    return await scanAll(DynamoDBDocumentClient.from(client), tableName ?? '');
  } finally {
    client.destroy();
    await engine.stop();
  }
}

describe.concurrent('a host that is killed', () => {
  it(
    'in the middle of 200 submissions has, in the end, one case and one object of each that it acknowledged',
    limit,
    async () => {
      const dataDir = temporaryFolder('kill');
      const first = await started(dataDir);
      const acknowledged = await killedAmid(first.host, {
        count: 200,
        killAfter: 110,
        run: () => submitOne(first.operator),
      });
      await eventually(
        () => engines(dataDir),
        (running) => running.length === 0,
        { what: 'the end of the engine' },
      );

      const second = await started(dataDir);
      const owed = await healed(second.operator);
      await countersAreExact(second.operator);
      await second.host.end('SIGTERM');

      const items = await tableOf(dataDir);
      process.stdout.write(
        `kill -9: ${acknowledged.length} of 200 acknowledged, ${owed} owed after the restart, ${items.length} items judged\n`,
      );
      expect(acknowledged.length).toBeGreaterThanOrEqual(110);
      expect(violations(items, acknowledged)).toEqual([]);
      expect(stragglers(items)).toEqual([]);
      expect(await engines(dataDir)).toEqual([]);
    },
  );

  it('between a status change and its sync shows, in the end, every change that it acknowledged', limit, async () => {
    const dataDir = temporaryFolder('kill');
    const first = await started(dataDir);
    const submissions = await inParallel(40, 12, () => submitOne(first.operator));
    await healed(first.operator);
    const changed = await killedAmid(first.host, {
      count: submissions.length,
      killAfter: 20,
      run: async (index) => {
        const caseId = submissions[index]?.replace('SUB-', 'CASE-') ?? '';
        const { status } = await first.operator.call('PATCH', `/operational/cases/${caseId}/status`, {
          body: { new_status: 'in_progress', change_reason: 'taken over' },
        });
        expect(status).toBe(200);
        return caseId;
      },
    });

    const second = await started(dataDir);
    await healed(second.operator);
    await countersAreExact(second.operator);
    await second.host.end('SIGTERM');

    const items = await tableOf(dataDir);
    const version = (caseId: string) => items.find((item) => item['pk'] === `OPS#${caseId}` && item['sk'] === 'CASE');
    expect(changed.length).toBeGreaterThanOrEqual(20);
    expect(changed.filter((caseId) => version(caseId)?.['version'] !== 2)).toEqual([]);
    expect(violations(items, submissions)).toEqual([]);
    expect(stragglers(items)).toEqual([]);
  });
});
