// The AWS clients and the only place that sets their retries and deadlines.
import { DynamoDBClient, type ServiceInputTypes, type ServiceOutputTypes } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SerializeMiddleware } from '@smithy/types';
import { optionalEnv } from '../runtime/env.ts';

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
  const client = new DynamoDBClient(clientSettings);
  if (optionalEnv('transactionTokens') === 'off') withoutTransactionTokens(client);
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/**
 * The SDK puts a `ClientRequestToken` on each transaction, by which DynamoDB knows a retry again for ten minutes. It is a
 * second line of defence: each transaction has conditions of its own. The embedded engine walks over every token of those
 * ten minutes at each transaction, so there they are taken off the wire.
 */
export function withoutTransactionTokens(client: DynamoDBClient): void {
  const drop: SerializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => (args) => {
    const request = args.request as { body?: unknown };
    // The SDK writes a token even where it is given null.
    if (request.body instanceof Uint8Array) request.body = withoutToken(request.body);
    return next(args);
  };
  client.middlewareStack.addRelativeTo(drop, {
    name: 'withoutTransactionTokens',
    relation: 'after',
    toMiddleware: 'serializerMiddleware',
  });
}

const token = /^,"ClientRequestToken":"[\da-f-]{36}"}$/;
const tokenBytes = ',"ClientRequestToken":""}'.length + 36;

/** The token is the last field of the body. */
function withoutToken(body: Uint8Array): Uint8Array {
  const start = body.length - tokenBytes;
  if (start < 0 || !token.test(Buffer.from(body.buffer, body.byteOffset + start, tokenBytes).toString('latin1')))
    return body;
  body[start] = '}'.charCodeAt(0);
  return body.subarray(0, start + 1);
}

/** Keep one per cold start. */
export function queueClient(): SQSClient {
  return new SQSClient(clientSettings);
}
