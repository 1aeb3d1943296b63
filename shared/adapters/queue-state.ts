// Reads the approximate length of queues, and purges queues when the demonstration is reset.
import { GetQueueAttributesCommand, PurgeQueueCommand, type SQSClient } from '@aws-sdk/client-sqs';

/** The approximate number of messages that wait in the queues. */
export async function queuedMessages(client: SQSClient, queueUrls: readonly string[]): Promise<number> {
  const answers = await Promise.all(
    queueUrls.map((QueueUrl) =>
      client.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['ApproximateNumberOfMessages'] })),
    ),
  );
  return answers.reduce((sum, { Attributes }) => sum + Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0), 0);
}

export async function purgeQueues(client: SQSClient, queueUrls: readonly string[]): Promise<void> {
  await Promise.all(queueUrls.map((queueUrl) => purgeQueue(client, queueUrl)));
}

/** SQS purges a queue at most once a minute. A second reset finds the purge in progress and ignores the refusal. */
async function purgeQueue(client: SQSClient, queueUrl: string): Promise<void> {
  try {
    await client.send(new PurgeQueueCommand({ QueueUrl: queueUrl }));
  } catch (error) {
    if (!(error instanceof Error) || !error.name.includes('PurgeQueueInProgress')) throw error;
  }
}
