// Simulates AWS around the functions for fault-world.ts: filtered stream records per mapping, queue batches,
// redelivery, and the tables.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateTableCommand, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyResult, DynamoDBBatchResponse, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { awsClient } from '../../infra/local/backends/aws-json.ts';
import { Checkpoint } from '../../infra/local/mappings/checkpoint.ts';
import { newCounters } from '../../infra/local/mappings/counters.ts';
import { StreamReader } from '../../infra/local/mappings/stream-reader.ts';
import type { JsonObject } from '../../infra/local/template/intrinsics.ts';
import { object, string } from '../../infra/local/template/template.ts';
import { projectedEntities } from '../../shared/table/dashboard/projections.ts';
import { type TestTable, tableInput } from './table.ts';

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Outcome of one run of a function. */
export type Outcome<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'crashed' };

export interface Message {
  readonly id: string;
  readonly body: string;
  readonly sentMs: number;
  deliveries: number;
}

export const answerOf = ({ statusCode, body }: APIGatewayProxyResult): Answer => ({
  status: statusCode,
  body: body === '' ? {} : (JSON.parse(body) as Record<string, unknown>),
});

export const capabilityOf = (resource: string): 'intake' | 'documents' | 'operations' | 'integration' => {
  if (resource.startsWith('/intake/')) return 'intake';
  if (resource.startsWith('/documents')) return 'documents';
  return resource.startsWith('/operational/') ? 'operations' : 'integration';
};

/** Redelivered records of a mapping: the reported ones, or all without an answer. */
export function failedOf(
  outcome: Outcome<SQSBatchResponse | DynamoDBBatchResponse>,
  kind: string,
  silent: string | undefined,
  all: readonly string[],
): ReadonlySet<string> {
  if (outcome.kind === 'crashed') return new Set(all);
  if (kind === silent) return new Set();
  if (outcome.kind === 'failed') return new Set(all);
  return new Set(outcome.value.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
}

export const sequenceOf = (record: JsonObject): string => string(object(record['dynamodb'])['SequenceNumber']);

const imageText = (record: JsonObject, name: string): string =>
  String(object(object(object(record['dynamodb'])['NewImage'])[name])['S'] ?? '');

/** The filters of the stream's mappings. */
export const wants: Readonly<Record<'relay' | 'projector', (record: JsonObject) => boolean>> = {
  relay: (record) =>
    record['eventName'] === 'INSERT' &&
    imageText(record, 'entity') === 'event' &&
    imageText(record, 'event_status') === 'pending',
  projector: (record) => projectedEntities().includes(imageText(record, 'entity')),
};

export function sqsEvent(batch: readonly Message[]): SQSEvent {
  return {
    Records: batch.map(({ id, body, sentMs, deliveries }) => ({
      messageId: id,
      receiptHandle: id,
      body,
      attributes: { ApproximateReceiveCount: String(deliveries), SentTimestamp: String(sentMs) },
      messageAttributes: {},
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:work',
    })),
  } as unknown as SQSEvent;
}

export async function createTables(
  engine: TestTable,
  names: { readonly tableName: string; readonly idempotencyTableName: string },
) {
  await engine.documents.send(new CreateTableCommand(tableInput(names.tableName)));
  await engine.documents.send(
    new CreateTableCommand({
      TableName: names.idempotencyTableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
    }),
  );
}

export async function tailOf(engine: TestTable, tableName: string) {
  const { Table } = await engine.documents.send(new DescribeTableCommand({ TableName: tableName }));
  const streamArn = Table?.LatestStreamArn ?? '';
  const streams = awsClient('streams', engine.endpoint);
  const folder = mkdtempSync(join(tmpdir(), 'hub-world-'));
  const reader = new StreamReader({
    call: streams.call,
    streamArn,
    eventSourceArn: streamArn,
    checkpoint: new Checkpoint(folder, 'world', tableName, streamArn),
    startingPosition: 'TRIM_HORIZON',
    counters: newCounters(),
  });
  return {
    reader,
    end: () => {
      streams.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
