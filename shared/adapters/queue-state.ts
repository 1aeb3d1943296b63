// Reads the approximate length of a queue, and purges a queue when the demonstration is reset.
import { GetQueueAttributesCommand, PurgeQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** The approximate number of messages that wait in the queue. */
export async function queuedMessages(client: SQSClient, queueUrl: string): Promise<number> {
  const { Attributes } = await client.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ['ApproximateNumberOfMessages'] }),
  );
  return Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0);
}

/** SQS purges a queue at most once a minute. A second reset finds the purge in progress and ignores the refusal. */
export async function purgeQueue(client: SQSClient, queueUrl: string): Promise<void> {
  try {
    await client.send(new PurgeQueueCommand({ QueueUrl: queueUrl }));
  } catch (error) {
    if (!(error instanceof Error) || !error.name.includes('PurgeQueueInProgress')) throw error;
  }
}
