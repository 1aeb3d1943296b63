// The parent's side of a host in another process: starts it on a folder of its own, asks it, and sees rows appear.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type HubApi, hubApi } from '../../infra/demo/hub-api.ts';
import { type AwsCall, awsClient } from '../../infra/local/backends/aws-json.ts';
import { object, objects, string } from '../../infra/local/template/template.ts';
import { recordKey } from '../../shared/table/dashboard/keys.ts';
import { shards } from '../support/embedded-hub.ts';
import { sampleBody } from '../support/sample-body.ts';
import type { HubFigures, HubRequest, HubStarted } from './hub-process.ts';

export interface BenchHub {
  readonly started: HubStarted;
  readonly operator: HubApi;
  /** @returns the submission's id. @throws Error unless it was answered 201 */
  submit(): Promise<string>;
  /** Resolves when the read model's row of each shows its case. @throws Error when none came for a minute */
  visible(ids: readonly string[]): Promise<void>;
  figures(): Promise<HubFigures>;
  /** Switches an event source mapping off or on. @param which Part of its function's name */
  switchMapping(which: string, enabled: boolean): Promise<void>;
  end(): Promise<void>;
}

const rowsAtATime = 100;
const lookEveryMs = 25;
const giveUpAfterMs = 60_000;
/** Open at a time at most; the host takes 512. */
const connections = 400;

/** @param dynamodbUrl Another DynamoDB than the host's own */
export async function startHub(options: { readonly dynamodbUrl?: string } = {}): Promise<BenchHub> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hub-bench-'));
  const child = fork(
    fileURLToPath(new URL('hub-process.ts', import.meta.url)),
    [dataDir, options.dynamodbUrl ?? '', process.env['BENCH_ASSEMBLY'] ?? ''],
    // The parent may run with flags for profiling; the host runs as npm start does.
    { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  const waiting = new Map<number, (value: unknown) => void>();
  child.on('message', ({ id, value }: { readonly id: number; readonly value: unknown }) => waiting.get(id)?.(value));
  const answered = (id: number) => new Promise<unknown>((resolve) => waiting.set(id, resolve));
  let lastId = 0;
  const ask = (request: HubRequest) => {
    lastId += 1;
    const answer = answered(lastId);
    child.send({ id: lastId, ...request });
    return answer;
  };
  const failed = once(child, 'exit').then(([code]) => {
    throw new Error(`the host's process ended with ${code}`);
  });
  failed.catch(() => undefined);
  const started = (await Promise.race([answered(0), failed])) as HubStarted;
  const operator = await hubApi(started.apiUrl, connections).as('operator');
  const dynamodb = awsClient('dynamodb', started.dynamodb);
  return {
    started,
    operator,
    submit: () => submitTo(operator),
    visible: (ids) => untilVisible(dynamodb.call, started.tableName, ids),
    figures: async () => (await ask({ kind: 'figures' })) as HubFigures,
    switchMapping: async (which, enabled) => void (await ask({ kind: 'mapping', which, enabled })),
    end: async () => {
      operator.close();
      dynamodb.close();
      await ask({ kind: 'stop' });
      child.disconnect();
      await once(child, 'exit');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

async function submitTo(operator: HubApi): Promise<string> {
  const { status, body } = await operator.call('POST', '/intake/submissions', { body: sampleBody });
  if (status !== 201) {
    throw new Error(`a submission was answered ${status}: ${JSON.stringify(body)}`);
  }
  return String(body['submission_id']);
}

/** Looks at a hundred rows at a time and straight at the engine, so that looking takes little of what is measured. */
async function untilVisible(call: AwsCall, table: string, ids: readonly string[]): Promise<void> {
  let missing = ids;
  let fewerSinceMs = performance.now();
  while (missing.length > 0) {
    const chunk = missing.slice(0, rowsAtATime);
    const shown = await rowsWithCase(call, table, chunk);
    const left = [...missing.slice(rowsAtATime), ...chunk.filter((id) => !shown.has(id))];
    if (left.length < missing.length) {
      fewerSinceMs = performance.now();
    } else {
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    }
    if (performance.now() - fewerSinceMs > giveUpAfterMs) {
      throw new Error(`${left.length} accepted submissions did not become visible, e.g. ${left[0]}`);
    }
    missing = left;
  }
}

async function rowsWithCase(call: AwsCall, table: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const Keys = ids.map((id) => {
    const { pk, sk } = recordKey(id, shards);
    return { pk: { S: pk }, sk: { S: sk } };
  });
  const request = { ConsistentRead: true, ProjectionExpression: 'sk, operation_case.v', Keys };
  const answer = await call('BatchGetItem', { RequestItems: { [table]: request } });
  const rows = objects(object(answer['Responses'])[table]);
  return new Set(
    rows.filter((row) => row['operation_case'] !== undefined).map((row) => string(object(row['sk'])['S'])),
  );
}
