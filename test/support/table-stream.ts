// Reads the table's stream as a mapping would deliver it, and trims it.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsClient } from '../../infra/local/backends/aws-json.ts';
import { Checkpoint } from '../../infra/local/mappings/checkpoint.ts';
import { newCounters } from '../../infra/local/mappings/counters.ts';
import { StreamReader } from '../../infra/local/mappings/stream-reader.ts';
import type { JsonObject } from '../../infra/local/template/intrinsics.ts';
import { object, string } from '../../infra/local/template/template.ts';

/** Reads the whole stream, oldest first, without moving any position. */
export async function readStream(endpoint: string, tableName: string): Promise<readonly JsonObject[]> {
  const dynamodb = awsClient('dynamodb', endpoint);
  const streams = awsClient('streams', endpoint);
  const folder = mkdtempSync(join(tmpdir(), 'hub-stream-'));
  try {
    const table = object((await dynamodb.call('DescribeTable', { TableName: tableName }))['Table']);
    const streamArn = string(table['LatestStreamArn']);
    const reader = new StreamReader({
      call: streams.call,
      streamArn,
      eventSourceArn: streamArn,
      checkpoint: new Checkpoint(folder, 'test', tableName, streamArn),
      startingPosition: 'TRIM_HORIZON',
      counters: newCounters(),
    });
    return (await reader.read()).map(({ event }) => event);
  } finally {
    dynamodb.close();
    streams.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Stream records that pass the relay's filter: inserts of pending events. */
export function outboxRecords(records: readonly JsonObject[]): readonly JsonObject[] {
  return records.filter((record) => {
    const image = object(object(record['dynamodb'])['NewImage']);
    const text = (name: string) => object(image[name])['S'];
    return record['eventName'] === 'INSERT' && text('entity') === 'event' && text('event_status') === 'pending';
  });
}

interface Database {
  exec(sql: string): void;
  run(sql: string, values: readonly string[]): { readonly changes: number };
  close(): void;
}

/**
 * Deletes all stream records except the newest, like a day without a reader. Call it only while the host is down.
 * @returns number of deleted records
 */
export function trimStream(dataDir: string, tableName: string): number {
  const { Database } = createRequire(import.meta.url)('node-sqlite3-wasm') as {
    Database: new (path: string) => Database;
  };
  const database = new Database(join(dataDir, 'dynamodb', 'hub.sqlite'));
  try {
    database.exec('PRAGMA locking_mode=EXCLUSIVE');
    return database.run(
      'DELETE FROM _stream_records WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) < (SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records WHERE table_name = ?1)',
      [tableName],
    ).changes;
  } finally {
    database.close();
  }
}
