// Starts embedded hosts for tests and stops them afterwards; helpers to write to and read from their services.
import { afterAll } from 'vitest';
import { awsClient } from '../../../infra/local/backends/aws-json.ts';
import { startHost } from '../../../infra/local/process/host.ts';
import type { HostOptions, RunningHost } from '../../../infra/local/process/host-model.ts';
import { createLog } from '../../../infra/local/process/log.ts';
import type { JsonObject } from '../../../infra/local/template/intrinsics.ts';
import { type AssemblyParts, removeTemporaryFolders, temporaryFolder, writeAssembly } from './assembly.ts';

const hosts: RunningHost[] = [];

afterAll(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.stop()));
  removeTemporaryFolders();
});

export interface TestHost {
  readonly host: RunningHost;
  /** Lines of the readable log. */
  readonly lines: readonly string[];
  readonly dataDir: string;
}

/** A host on the assembly, stopped after the file's last test. */
export async function testHost(parts: AssemblyParts | string, options: Partial<HostOptions> = {}): Promise<TestHost> {
  const lines: string[] = [];
  const dataDir = options.dataDir ?? temporaryFolder('data');
  const host = await startHost({
    assembly: typeof parts === 'string' ? parts : writeAssembly(parts),
    log: createLog((line) => lines.push(line), true),
    stopDeadlineMs: 3000,
    ...options,
    dataDir,
  });
  hosts.push(host);
  return { host, lines, dataDir };
}

/** Calls one action of DynamoDB or SQS. */
export async function aws(
  host: RunningHost,
  service: 'dynamodb' | 'sqs',
  action: string,
  input: JsonObject,
): Promise<JsonObject> {
  const client = awsClient(service, host.endpoints[service]);
  try {
    return await client.call(action, input);
  } finally {
    client.close();
  }
}

export async function put(host: RunningHost, tableName: string, item: JsonObject): Promise<void> {
  await aws(host, 'dynamodb', 'PutItem', { TableName: tableName, Item: item });
}

export async function send(host: RunningHost, queueName: string, body: string): Promise<void> {
  const url = `${host.endpoints.sqs}/000000000000/${queueName}`;
  await aws(host, 'sqs', 'SendMessage', { QueueUrl: url, MessageBody: body });
}
