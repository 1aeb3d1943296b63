// Additions to numbers. They are the only writes that are not idempotent, because DynamoDB takes no token for them.
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from './keys.ts';

/** Amounts by attribute name; an amount may be negative. */
export type Amounts = Readonly<Partial<Record<string, number>>>;

export interface Addition {
  readonly key: Key;
  /** Kind of the item. */
  readonly entity: string;
  /** At least one. */
  readonly amounts: Amounts;
}

/** The update that adds to numbers of one item and creates the item when it does not exist. */
export function additionUpdate({ key, entity, amounts }: Addition) {
  const entries = Object.entries(amounts);
  return {
    Key: key,
    UpdateExpression: `SET entity = :entity ADD ${entries.map(([name]) => `${name} :${name}`).join(', ')}`,
    ExpressionAttributeValues: {
      ':entity': entity,
      ...Object.fromEntries(entries.map(([name, by]) => [`:${name}`, by])),
    },
  };
}

/**
 * Adds outside of a transaction. The SDK retries it only when it was refused and so certainly not made; the caller
 * decides whether to repeat an addition without an answer.
 */
export async function sendAddition(
  client: DynamoDBDocumentClient,
  tableName: string,
  addition: Addition,
): Promise<void> {
  const command = new UpdateCommand({ TableName: tableName, ...additionUpdate(addition) });
  command.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw isRefusal(error) ? error : new Unanswered(error);
      }
    },
    // Inside the SDK's retries, so that they see each result. The document client adds a command's stack twice.
    { step: 'finalizeRequest', name: 'unansweredOnce', priority: 'low', override: true },
  );
  try {
    await client.send(command);
  } catch (error) {
    throw error instanceof Unanswered ? error.error : error;
  }
}

/** Hides an error from the SDK, which also examines causes and would retry it as transient. */
class Unanswered extends Error {
  readonly error: unknown;
  constructor(error: unknown) {
    super('the result of the addition is unknown');
    this.error = error;
  }
}

/** True for a refusal before the write, such as throttling or a wrong clock. */
function isRefusal(error: unknown): boolean {
  const status =
    (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500;
}
