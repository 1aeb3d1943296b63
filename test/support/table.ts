// A hub table for one test file: the embedded engine in memory on a free port, stopped with the file.
import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { CreateTableCommand, DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { freePort } from '../../infra/local/process/free-port.ts';
import { type HubTable, hubTable, type Item } from '../../shared/table/engine/hub-table.ts';
import { tableSchema } from '../../shared/table/engine/keys.ts';

export const testTableName = 'hub-test';

export interface TestTable {
  /** URL of the engine. */
  readonly endpoint: string;
  readonly documents: DynamoDBDocumentClient;
  /** A separate client of the same table, for faults. */
  newDocuments(): DynamoDBDocumentClient;
  readonly table: HubTable;
  /** All items, by a raw scan. */
  items(): Promise<readonly Item[]>;
  stop(): Promise<void>;
}

export async function startTestTable(): Promise<TestTable> {
  const port = await freePort();
  const binary = join(createRequire(import.meta.url).resolve('@dynoxide/linux-x64/package.json'), '..', 'dynoxide');
  const engine = spawn(binary, ['serve', '--host', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const newClient = () =>
    new DynamoDBClient({
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      maxAttempts: 1,
    });
  const newDocuments = () =>
    DynamoDBDocumentClient.from(newClient(), { marshallOptions: { removeUndefinedValues: true } });
  const client = newClient();
  await answering(client, engine);
  await client.send(new CreateTableCommand(tableInput(testTableName)));
  const documents = newDocuments();
  return {
    endpoint: `http://127.0.0.1:${port}`,
    documents,
    newDocuments,
    table: hubTable(documents, testTableName),
    items: () => scanAll(documents, testTableName),
    stop: () => ended(engine),
  };
}

/** CreateTable input of the hub's table, from the schema of the stack. */
export function tableInput(tableName: string) {
  const { partitionKey, sortKey, pendingIndex, listIndex } = tableSchema;
  const attributes = [
    partitionKey,
    sortKey,
    ...[pendingIndex, listIndex].flatMap((index) => [index.partitionKey, index.sortKey]),
  ];
  return {
    TableName: tableName,
    BillingMode: 'PAY_PER_REQUEST' as const,
    AttributeDefinitions: attributes.map((AttributeName) => ({ AttributeName, AttributeType: 'S' as const })),
    KeySchema: keySchema(partitionKey, sortKey),
    GlobalSecondaryIndexes: [pendingIndex, listIndex].map((index) => ({
      IndexName: index.name,
      KeySchema: keySchema(index.partitionKey, index.sortKey),
      Projection: { ProjectionType: 'KEYS_ONLY' as const },
    })),
    StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const },
  };
}

const keySchema = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' as const },
  { AttributeName: range, KeyType: 'RANGE' as const },
];

export async function scanAll(documents: DynamoDBDocumentClient, tableName: string): Promise<readonly Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({
        TableName: tableName,
        ConsistentRead: true,
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

async function answering(client: DynamoDBClient, engine: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    try {
      await client.send(new ListTablesCommand({}));
      return;
    } catch (error) {
      if (engine.exitCode !== null)
        throw new Error(`the embedded table engine ended with ${engine.exitCode}`, { cause: error });
      if (Date.now() > deadline) throw new Error('the embedded table engine did not come up in 30 s', { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function ended(engine: ChildProcess): Promise<void> {
  if (engine.exitCode !== null) return;
  const gone = new Promise((resolve) => engine.once('exit', resolve));
  engine.kill('SIGKILL');
  await gone;
}
