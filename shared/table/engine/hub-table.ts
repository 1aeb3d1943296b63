// Sends all commands of the stores to the hub's table.
import {
  BatchGetCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { backoffs, realWaiting, type Waiting, waitMs } from '../../async/backoff.ts';
import { HubError } from '../../errors/hub-error.ts';
import { sendOnce } from './addition.ts';
import { type Key, keyOf } from './keys.ts';
import { plainItem } from './plain-item.ts';

export type Item = Record<string, unknown>;
type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** One write of a transaction, without the table's name. */
export type Write =
  | { readonly Put: Omit<NonNullable<TransactItem['Put']>, 'TableName'> }
  | { readonly Update: Omit<NonNullable<TransactItem['Update']>, 'TableName'> }
  | { readonly ConditionCheck: Omit<NonNullable<TransactItem['ConditionCheck']>, 'TableName'> };

export type TransactOutcome =
  | { readonly kind: 'written' }
  /** Nothing was written. `failed` holds the positions of the writes whose condition did not hold. */
  | { readonly kind: 'condition-failed'; readonly failed: readonly number[] };

export interface HubTable {
  /** Strongly consistent read of one item. */
  get<T>(key: Key): Promise<T | undefined>;
  /** Reads items by key; the answer has the order of `keys`, undefined for a missing item. Keys may repeat. */
  batchGet<T>(keys: readonly Key[]): Promise<readonly (T | undefined)[]>;
  put(
    item: object,
    options?: { readonly condition?: string; readonly values?: Item },
  ): Promise<'written' | 'condition-failed'>;
  /** @typeParam T The items of the partition or index that is read. */
  query<T = Item>(
    input: Omit<QueryCommandInput, 'TableName'>,
  ): Promise<{ readonly items: readonly T[]; readonly lastKey: Item | undefined; readonly count: number }>;
  /** @throws ConditionalCheckFailedException of the SDK; `itemBehind` returns its item when the input requests it */
  update(input: Omit<UpdateCommandInput, 'TableName'>): Promise<Item | undefined>;
  /** An update that is not idempotent. It is not repeated when its answer was lost, because it may have been made. */
  updateOnce(input: Omit<UpdateCommandInput, 'TableName'>): Promise<void>;
  /** @throws HubError `TABLE.CONTENDED` (transient) when each attempt met another transaction */
  transact(writes: readonly Write[]): Promise<TransactOutcome>;
}

/** The put of a new item, as part of a transaction. */
export const putNew = (item: object): Write => ({
  Put: { Item: { ...item }, ConditionExpression: 'attribute_not_exists(pk)' },
});

/** Binds the operations to a client and a table. */
export function hubTable(client: DynamoDBDocumentClient, tableName: string, waiting: Waiting = realWaiting): HubTable {
  return {
    get: async <T>(key: Key) =>
      (await client.send(new GetCommand({ TableName: tableName, Key: key, ConsistentRead: true }))).Item as
        | T
        | undefined,
    batchGet: (keys) => batchGet(client, tableName, keys, waiting),
    put: async (item, options) => {
      try {
        await client.send(
          new PutCommand({
            TableName: tableName,
            Item: { ...item },
            ConditionExpression: options?.condition,
            ExpressionAttributeValues: options?.values,
          }),
        );
        return 'written';
      } catch (error) {
        if (isNamed(error, 'ConditionalCheckFailedException')) return 'condition-failed';
        throw error;
      }
    },
    query: async <T>(input: Omit<QueryCommandInput, 'TableName'>) => {
      const { Items, LastEvaluatedKey, Count } = await client.send(
        new QueryCommand({ TableName: tableName, ...input }),
      );
      return { items: (Items ?? []) as T[], lastKey: LastEvaluatedKey, count: Count ?? 0 };
    },
    update: async (input) => (await client.send(new UpdateCommand({ TableName: tableName, ...input }))).Attributes,
    updateOnce: (input) => sendOnce(client, { TableName: tableName, ...input }),
    transact: (writes) => transact(client, tableName, writes, waiting),
  };
}

async function transact(
  client: DynamoDBDocumentClient,
  tableName: string,
  writes: readonly Write[],
  { random, pause }: Waiting,
): Promise<TransactOutcome> {
  const items = writes.map((write) => withTable(write, tableName));
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.send(new TransactWriteCommand({ TransactItems: items }));
      return { kind: 'written' };
    } catch (error) {
      const codes = cancellationCodes(error);
      const failed = codes.flatMap((code, index) => (code === 'ConditionalCheckFailed' ? [index] : []));
      if (failed.length > 0) return { kind: 'condition-failed', failed };
      // Two transactions met at one item. Neither the SDK nor the queue retries this for an API caller.
      if (!codes.includes('TransactionConflict')) throw error;
      if (attempt === backoffs.contention.maxAttempts) throw contended(error);
      await pause(waitMs(backoffs.contention, attempt, random));
    }
  }
}

const contended = (cause: unknown): HubError =>
  new HubError({
    kind: 'transient',
    code: 'TABLE.CONTENDED',
    message: `another transaction changed the same item at the same time, ${backoffs.contention.maxAttempts} times in a row; try again`,
    cause,
  });

async function batchGet<T>(
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Key[],
  waiting: Waiting,
): Promise<readonly (T | undefined)[]> {
  const found = new Map<string, T>();
  // DynamoDB refuses a repeated key; an item that moves between two lists during their reads is in both.
  const distinct = [...new Map(keys.map((key) => [textOf(key), key])).values()];
  const chunks = Array.from({ length: Math.ceil(distinct.length / mostKeys) }, (_, index) =>
    distinct.slice(index * mostKeys, (index + 1) * mostKeys),
  );
  await Promise.all(chunks.map((chunk) => readChunk(client, tableName, chunk, { found, ...waiting })));
  return keys.map((key) => found.get(textOf(key)));
}

/** Maximum number of keys of BatchGetItem. */
const mostKeys = 100;

async function readChunk<T>(
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Key[],
  { found, random, pause }: Waiting & { readonly found: Map<string, T> },
): Promise<void> {
  let wanted = keys;
  // Answers end at 16 MB or by throttling; the remaining keys are read again.
  for (let attempt = 1; wanted.length > 0; attempt += 1) {
    const answer = await client.send(
      new BatchGetCommand({ RequestItems: { [tableName]: { Keys: [...wanted], ConsistentRead: true } } }),
    );
    for (const item of answer.Responses?.[tableName] ?? []) found.set(textOf(keyOf(item)), item as T);
    wanted = (answer.UnprocessedKeys?.[tableName]?.Keys ?? []) as Key[];
    if (wanted.length === 0) break;
    if (attempt === backoffs.unreadKeys.maxAttempts)
      throw new HubError({ kind: 'transient', code: 'TABLE.THROTTLED', message: 'the table did not answer in full' });
    await pause(waitMs(backoffs.unreadKeys, attempt, random));
  }
}

const textOf = ({ pk, sk }: Key): string => `${pk} ${sk}`;

function withTable(write: Write, tableName: string): TransactItem {
  if ('Put' in write) return { Put: { TableName: tableName, ...write.Put } };
  if ('Update' in write) return { Update: { TableName: tableName, ...write.Update } };
  return { ConditionCheck: { TableName: tableName, ...write.ConditionCheck } };
}

function cancellationCodes(error: unknown): readonly string[] {
  if (!isNamed(error, 'TransactionCanceledException')) return [];
  const reasons = (error as { CancellationReasons?: { Code?: string }[] }).CancellationReasons ?? [];
  return reasons.map((reason) => reason.Code ?? 'None');
}

/** The item of a refused update with `ReturnValuesOnConditionCheckFailure`; undefined when the error has none. */
export function itemBehind(error: unknown): Item | undefined {
  const { Item: image } = error as { readonly Item?: Parameters<typeof plainItem>[0] };
  return image === undefined ? undefined : plainItem(image);
}

/** Returns true for an SDK error of this name. */
export function isNamed(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name;
}
