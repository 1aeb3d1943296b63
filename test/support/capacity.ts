// Measures the cost of calls: an SDK middleware that requests the engine's consumed capacity.
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

export interface Cost {
  calls: number;
  writeUnits: number;
  readUnits: number;
}

interface Consumed {
  readonly CapacityUnits?: number;
  readonly ReadCapacityUnits?: number;
  readonly WriteCapacityUnits?: number;
}

const reads = new Set([
  'GetItemCommand',
  'BatchGetItemCommand',
  'QueryCommand',
  'ScanCommand',
  'TransactGetItemsCommand',
]);

/** Sums the cost of all later calls of this client, including indexes. */
export function metered(client: DynamoDBDocumentClient): Cost {
  const cost: Cost = { calls: 0, writeUnits: 0, readUnits: 0 };
  client.middlewareStack.add(
    (next, context) => async (args) => {
      Object.assign(args.input, { ReturnConsumedCapacity: 'INDEXES' });
      cost.calls += 1;
      const result = await next(args);
      const { ConsumedCapacity } = result.output as { ConsumedCapacity?: Consumed | Consumed[] };
      const units = [ConsumedCapacity ?? []].flat().reduce((sum, consumed) => sum + (consumed.CapacityUnits ?? 0), 0);
      if (reads.has(String((context as { commandName?: string }).commandName))) cost.readUnits += units;
      else cost.writeUnits += units;
      return result;
    },
    { step: 'initialize', name: 'capacity', override: true },
  );
  return cost;
}
