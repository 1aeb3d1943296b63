// Starts the DynamoDB engine, SQS and S3 for the functions, and builds the environment variables of their clients.
import { join } from 'node:path';
import { environmentNames } from '../../../shared/runtime/env.ts';
import { readUpTo } from '../mappings/checkpoint.ts';
import { checkpointFolder } from '../mappings/host-mappings.ts';
import type { HostOptions } from '../process/host-model.ts';
import type { Log } from '../process/log.ts';
import type { Undo } from '../process/undo.ts';
import { embeddedAccount, embeddedRegion } from '../template/intrinsics.ts';
import { readMappings, readQueues } from '../template/plan.ts';
import type { Template } from '../template/template.ts';
import { embeddedKey } from './aws-json.ts';
import { type DynamoDbEngine, startDynamoDb, useDynamoDb } from './dynamodb-engine.ts';
import { type QueueAndBucket, startQueueAndBucket } from './queue-and-bucket.ts';

export interface Services {
  readonly engine: DynamoDbEngine;
  readonly queues: QueueAndBucket;
}

export async function startServices(template: Template, options: HostOptions, log: Log, undo: Undo): Promise<Services> {
  const engineStarts = startEngine(template, options, undo);
  const queuesStart = startQueueAndBucket({
    buckets: template.resources('AWS::S3::Bucket').map(({ logicalId }) => template.ref(logicalId)),
    queues: readQueues(template, options.visibilityTimeoutSeconds),
    objectFolder: join(options.dataDir, 'objects'),
    accountId: embeddedAccount,
  }).then((queues) => {
    undo.add('queues', (deadlineMs) => (deadlineMs === 0 ? queues.kill() : queues.stop()));
    return queues;
  });
  // Waits for both even when one fails, so that the other can be stopped.
  const [engine, queues] = await Promise.allSettled([engineStarts, queuesStart]);
  if (engine.status === 'rejected' || queues.status === 'rejected') {
    throw engine.status === 'rejected' ? engine.reason : (queues as PromiseRejectedResult).reason;
  }
  if (engine.value.warning !== undefined) {
    log.line(engine.value.warning);
  }
  return { engine: engine.value, queues: queues.value };
}

async function startEngine(template: Template, options: HostOptions, undo: Undo): Promise<DynamoDbEngine> {
  const byTable: Record<string, string[]> = {};
  for (const { tableName, name } of readMappings(template, 1).streams) {
    byTable[tableName] = [...(byTable[tableName] ?? []), name];
  }
  const engine =
    options.dynamodbUrl === undefined
      ? await startDynamoDb(options.dataDir, readUpTo(checkpointFolder(options.dataDir), byTable))
      : await useDynamoDb(options.dynamodbUrl);
  undo.add('engine', (deadlineMs) => (deadlineMs === 0 ? engine.kill() : engine.stop()));
  return engine;
}

/**
 * Region, credentials and endpoints as the SDK reads them from the environment. The embedded engine scans all
 * transaction tokens of the last ten minutes at each transaction, so functions on it send none.
 */
export function clientVariables({ engine, queues }: Services): Readonly<Record<string, string>> {
  return {
    AWS_REGION: embeddedRegion,
    AWS_DEFAULT_REGION: embeddedRegion,
    AWS_ACCESS_KEY_ID: embeddedKey,
    AWS_SECRET_ACCESS_KEY: embeddedKey,
    AWS_ENDPOINT_URL_DYNAMODB: engine.endpoint,
    AWS_ENDPOINT_URL_SQS: queues.endpoint,
    AWS_ENDPOINT_URL_S3: queues.endpoint,
    ...(engine.pid !== undefined && { [environmentNames.transactionTokens]: 'off' }),
  };
}
