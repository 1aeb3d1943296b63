// The AWS clients and the only place that sets their retries and deadlines.
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/**
 * One call takes at most 3 attempts of 3 s, with up to 0.1 s and 0.2 s between them: 9.3 s at the very worst, under the
 * deadline of every function. Anything longer is retried by the queue or by the caller, never here.
 */
export const clientSettings = {
  retryMode: 'standard',
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1000,
    requestTimeout: 3000,
    throwOnRequestTimeout: true,
    // One environment serves one event at a time, and no event makes more calls at once than this.
    httpsAgent: { keepAlive: true, maxSockets: 50 },
    httpAgent: { keepAlive: true, maxSockets: 50 },
  },
} as const;

/** Keep one per cold start. `undefined` fields are left out of items, an empty text stays what it is. */
export function tableClient(): DynamoDBDocumentClient {
  return DynamoDBDocumentClient.from(new DynamoDBClient(clientSettings), {
    marshallOptions: { removeUndefinedValues: true },
  });
}

/** Keep one per cold start. */
export function queueClient(): SQSClient {
  return new SQSClient(clientSettings);
}
