// Creates the AWS clients and sets their retries and timeouts; no other file sets them.
import { DynamoDBClient, type ServiceInputTypes, type ServiceOutputTypes } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { SerializeMiddleware } from '@smithy/types';
import { optionalEnv } from '../runtime/env.ts';

/**
 * One call takes at most 3 attempts of 3 s with backoffs of up to 0.1 s and 0.2 s: 9.3 s in the worst case, below the
 * timeout of every function. The queue or the caller retries longer outages, never this client.
 */
export const clientSettings = {
  retryMode: 'standard',
  maxAttempts: 3,
  requestHandler: {
    connectionTimeout: 1000,
    requestTimeout: 3000,
    throwOnRequestTimeout: true,
    // One execution environment serves one event at a time, and no event makes more concurrent calls than this.
    httpsAgent: { keepAlive: true, maxSockets: 50 },
    httpAgent: { keepAlive: true, maxSockets: 50 },
  },
} as const;

/** Create one per cold start. It omits `undefined` fields from items and keeps empty strings. */
export function tableClient(): DynamoDBDocumentClient {
  const client = new DynamoDBClient(clientSettings);
  if (optionalEnv('transactionTokens') === 'off') withoutTransactionTokens(client);
  return DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
}

/**
 * The SDK adds a `ClientRequestToken` to each transaction, and DynamoDB recognises a retry by it for ten minutes. The
 * token is a second line of defence: each transaction also has its own conditions. The embedded engine scans all tokens
 * of the last ten minutes at each transaction, so this removes them for that engine.
 */
export function withoutTransactionTokens(client: DynamoDBClient): void {
  const drop: SerializeMiddleware<ServiceInputTypes, ServiceOutputTypes> = (next) => (args) => {
    const request = args.request as { body?: unknown };
    // The SDK writes a token even when the input sets it to null.
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

/** Create one per cold start. */
export function queueClient(): SQSClient {
  return new SQSClient(clientSettings);
}
