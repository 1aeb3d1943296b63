// Additions to numbers: the one kind of write that counts twice when it is sent twice, because DynamoDB takes no token for it.
import { type DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Key } from './keys.ts';

/** Amounts by the name of their attribute; any may be negative. */
export type Amounts = Readonly<Partial<Record<string, number>>>;

export interface Addition {
  readonly key: Key;
  /** What kind of item it is. */
  readonly entity: string;
  /** At least one. */
  readonly amounts: Amounts;
}

/** The update that adds to numbers of one item, which comes into being if need be. */
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
 * Adds by itself, outside of a transaction. The SDK repeats it only when it was refused, which is when it
 * was certainly not made; whether one without an answer is repeated is for the caller to decide.
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
    // Behind the SDK's retries, so that this is what they see of each attempt. The document client adds a command's stack twice.
    { step: 'finalizeRequest', name: 'unansweredOnce', priority: 'low', override: true },
  );
  try {
    await client.send(command);
  } catch (error) {
    throw error instanceof Unanswered ? error.error : error;
  }
}

/** Hides an error from the SDK, which looks through causes too and would take it for one that passes. */
class Unanswered extends Error {
  readonly error: unknown;
  constructor(error: unknown) {
    super('whether the addition was made is not known');
    this.error = error;
  }
}

/** Refused by an answer: throttled, a wrong clock, and whatever else is found before anything is written. */
function isRefusal(error: unknown): boolean {
  const status =
    (error as { readonly $metadata?: { readonly httpStatusCode?: number } }).$metadata?.httpStatusCode ?? 0;
  return status >= 400 && status < 500;
}
