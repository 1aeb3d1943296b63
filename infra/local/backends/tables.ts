// Creates the template's missing tables, and deletes items past their time to live.

import type { Log } from '../process/log.ts';
import type { Json, JsonObject } from '../template/intrinsics.ts';
import { object, objects, string, type Template } from '../template/template.ts';
import type { AwsCall } from './aws-json.ts';

export interface Table {
  readonly logicalId: string;
  readonly name: string;
  /** This start created the table. */
  readonly created: boolean;
  /** ARN of the stream in the engine; `undefined` for a table without a stream. */
  readonly streamArn: string | undefined;
  readonly keyNames: readonly string[];
  readonly expiryAttribute: string | undefined;
}

const kinds = ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'];
/** DynamoDB deletes expired items "within days"; the engine deletes none by itself. */
const expireEveryMs = 600_000;

export async function createTables(template: Template, call: AwsCall): Promise<readonly Table[]> {
  return await Promise.all(
    template.resources(...kinds).map(async ({ logicalId, properties }) => {
      const name = template.ref(logicalId);
      const existing = await describe(call, name);
      if (existing === undefined) {
        await call('CreateTable', tableInput(name, properties));
      }
      const expiry = object(properties['TimeToLiveSpecification']);
      return {
        logicalId,
        name,
        created: existing === undefined,
        streamArn: string((existing ?? (await describe(call, name)))?.['LatestStreamArn']) || undefined,
        keyNames: objects(properties['KeySchema']).map((key) => string(key['AttributeName'])),
        expiryAttribute: expiry['Enabled'] === true ? string(expiry['AttributeName']) : undefined,
      };
    }),
  );
}

/** `true` when all tables are empty. */
export async function areEmpty(tables: readonly Table[], call: AwsCall): Promise<boolean> {
  const pages = await Promise.all(tables.map(({ name }) => call('Scan', { TableName: name, Limit: 1 })));
  return pages.every((page) => objects(page['Items']).length === 0);
}

/** Deletes expired items now and at intervals. @returns a function that stops it */
export function expireItems(tables: readonly Table[], call: AwsCall, log: Log): () => void {
  const expiring = tables.filter(({ expiryAttribute }) => expiryAttribute !== undefined);
  const sweep = () => {
    Promise.all(expiring.map((table) => expireTable(table, call))).catch((error: Error) =>
      log.line(`deleting expired items failed, will retry: ${error.message}`),
    );
  };
  const timer = setInterval(sweep, expireEveryMs).unref();
  sweep();
  return () => clearInterval(timer);
}

/** @returns number of deleted items */
export async function expireTable(table: Table, call: AwsCall): Promise<number> {
  const nowSeconds = Math.floor(Date.now() / 1000);
  let deleted = 0;
  let from: Json | undefined;
  do {
    const page: JsonObject = await call('Scan', {
      TableName: table.name,
      FilterExpression: 'attribute_exists(#expiry) AND #expiry < :now',
      ExpressionAttributeNames: { '#expiry': table.expiryAttribute ?? '' },
      ExpressionAttributeValues: { ':now': { N: String(nowSeconds) } },
      ...(from !== undefined && { ExclusiveStartKey: from }),
    });
    for (const item of objects(page['Items'])) {
      const key = Object.fromEntries(table.keyNames.map((name) => [name, item[name] ?? null] as const));
      await call('DeleteItem', { TableName: table.name, Key: key });
      deleted += 1;
    }
    from = page['LastEvaluatedKey'];
  } while (from !== undefined);
  return deleted;
}

async function describe(call: AwsCall, name: string): Promise<JsonObject | undefined> {
  try {
    return object((await call('DescribeTable', { TableName: name }))['Table']);
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'ResourceNotFoundException') {
      return undefined;
    }
    throw error;
  }
}

function tableInput(name: string, properties: JsonObject): JsonObject {
  const stream = properties['StreamSpecification'];
  const indexes = (property: string): readonly JsonObject[] | undefined => {
    const all = objects(properties[property]).map(
      ({ IndexName = '', KeySchema = [], Projection = { ProjectionType: 'ALL' } }): JsonObject => ({
        IndexName,
        KeySchema,
        Projection,
      }),
    );
    return all.length === 0 ? undefined : all;
  };
  const input: Readonly<Record<string, Json | undefined>> = {
    TableName: name,
    KeySchema: properties['KeySchema'],
    AttributeDefinitions: properties['AttributeDefinitions'],
    // The engine ignores capacity.
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: indexes('GlobalSecondaryIndexes'),
    LocalSecondaryIndexes: indexes('LocalSecondaryIndexes'),
    StreamSpecification: stream === undefined ? undefined : { StreamEnabled: true, ...object(stream) },
  };
  return Object.fromEntries(Object.entries(input).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}
