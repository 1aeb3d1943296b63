// Asks a queue how much waits in it, and empties it for a reset of the demonstration.
import { GetQueueAttributesCommand, PurgeQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** Messages that wait to be received, as far as the queue knows. */
export async function queuedMessages(client: SQSClient, queueUrl: string): Promise<number> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0);
}

/** SQS empties a queue once a minute at most. A second reset meets a queue that is being emptied anyway. */
export async function purgeQueue(client: SQSClient, queueUrl: string): Promise<void> {
  try {
    await client.send(new PurgeQueueCommand({ QueueUrl: queueUrl }));
  } catch (error) {
    if (!(error instanceof Error) || !error.name.includes('PurgeQueueInProgress')) throw error;
  }
}
