// Additions to numbers. They are the only writes that are not idempotent, because DynamoDB takes no token for them.
import { type DynamoDBDocumentClient, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import type { Key } from './keys.ts';

/** Amounts by attribute name; an amount may be negative. */
export type Amounts = Readonly<Partial<Record<string, number>>>;

export interface Addition {
  readonly key: Key;
  /** Kind of the item. */
  readonly entity: string;
  readonly amounts: Amounts;
}

/** The update that adds to numbers of one item and creates the item when it does not exist. */
export function additionUpdate({ key, entity, amounts }: Addition) {
  const entries = Object.entries(amounts).map(([name, by], index) => ({ name: `#add${index}`, of: name, by }));
  const added = entries.map(({ name }, index) => `${name} :add${index}`);
  return {
    Key: key,
    UpdateExpression: `SET entity = :entity${added.length === 0 ? '' : ` ADD ${added.join(', ')}`}`,
    ExpressionAttributeNames: Object.fromEntries(entries.map(({ name, of }) => [name, of])),
    ExpressionAttributeValues: {
      ':entity': entity,
      ...Object.fromEntries(entries.map(({ by }, index) => [`:add${index}`, by])),
    },
  };
}

/**
 * Sends an update that adds, outside of a transaction. The SDK retries it only when it was refused and so certainly not
 * made; the caller decides whether to repeat an update without an answer.
 */
export async function sendOnce(client: DynamoDBDocumentClient, update: UpdateCommandInput): Promise<void> {
  const command = new UpdateCommand(update);
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
