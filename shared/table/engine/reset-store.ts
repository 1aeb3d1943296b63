// Empties tables for a reset of the demonstration. It is the only code that scans: it deletes all items, exists in the
// development stage only, and its tables are small.
import { BatchWriteCommand, type DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { backoffs, realWaiting, waitMs } from '../../async/backoff.ts';
import { HubError } from '../../errors/hub-error.ts';
import { boundaries, tableSchema } from './keys.ts';

export interface ResetStore {
  /** Deletes all items but keys and secrets. @returns number of deleted items */
  deleteItems(): Promise<number>;
}

type Item = Record<string, unknown>;

interface Emptied {
  readonly tableName: string;
  readonly keyNames: readonly string[];
  readonly keeps: (key: Item) => boolean;
}

/** Maximum number of items of BatchWriteItem. */
const batchSize = 25;
const parallelBatches = 8;

export function resetStore(client: DynamoDBDocumentClient, mainTable: string, idempotencyTable: string): ResetStore {
  const { partitionKey, sortKey } = tableSchema;
  const isSecret = (key: Item): boolean => {
    const pk = String(key[partitionKey]);
    return pk.startsWith(boundaries.reference) && !pk.startsWith(boundaries.catalogue);
  };
  return {
    deleteItems: async () => {
      const main = { tableName: mainTable, keyNames: [partitionKey, sortKey], keeps: isSecret };
      const idempotency = { tableName: idempotencyTable, keyNames: ['id'], keeps: () => false };
      return (await empty(client, main)) + (await empty(client, idempotency));
    },
  };
}

async function empty(client: DynamoDBDocumentClient, { tableName, keyNames, keeps }: Emptied): Promise<number> {
  const names = Object.fromEntries(keyNames.map((name, index) => [`#k${index}`, name]));
  let deleted = 0;
  let from: Item | undefined;
  do {
    const page = await client.send(
      new ScanCommand({
        TableName: tableName,
        ProjectionExpression: Object.keys(names).join(', '),
        ExpressionAttributeNames: names,
        ExclusiveStartKey: from,
        ConsistentRead: true,
      }),
    );
    const keys = (page.Items ?? []).filter((key) => !keeps(key));
    await deleteAll(client, tableName, keys);
    deleted += keys.length;
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return deleted;
}

async function deleteAll(client: DynamoDBDocumentClient, tableName: string, keys: readonly Item[]): Promise<void> {
  const batches = Array.from({ length: Math.ceil(keys.length / batchSize) }, (_, index) =>
    keys.slice(index * batchSize, (index + 1) * batchSize),
  );
  for (let first = 0; first < batches.length; first += parallelBatches) {
    await Promise.all(
      batches.slice(first, first + parallelBatches).map((batch) => deleteBatch(client, tableName, batch)),
    );
  }
}

async function deleteBatch(client: DynamoDBDocumentClient, tableName: string, keys: readonly Item[]): Promise<void> {
  let requests = keys.map((key) => ({ DeleteRequest: { Key: key } })) as Parameters<typeof batchOf>[1];
  for (let attempt = 1; attempt <= backoffs.undeletedKeys.maxAttempts; attempt += 1) {
    const { UnprocessedItems } = await client.send(batchOf(tableName, requests));
    requests = UnprocessedItems?.[tableName] ?? [];
    if (requests.length === 0) return;
    await realWaiting.pause(waitMs(backoffs.undeletedKeys, attempt, realWaiting.random));
  }
  throw new HubError({
    kind: 'transient',
    code: 'TABLE.THROTTLED',
    message: 'the table is not empty yet: it was throttled',
  });
}

type WriteRequests = NonNullable<ConstructorParameters<typeof BatchWriteCommand>[0]['RequestItems']>[string];

const batchOf = (tableName: string, requests: WriteRequests): BatchWriteCommand =>
  new BatchWriteCommand({ RequestItems: { [tableName]: requests } });
