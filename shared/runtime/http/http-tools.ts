// Composes the HTTP wrapper's dependencies for functions that write, including the store for `Idempotency-Key`.
import { DynamoDBPersistenceLayer } from '@aws-lambda-powertools/idempotency/dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { optionalEnv } from '../env.ts';
import type { HttpTools } from './http.ts';
import { answersIn } from './idempotency.ts';
import { readingHttpTools } from './reading-http-tools.ts';

/**
 * Reads the environment once; a missing variable stops the function at cold start.
 * @param client Client of the table, shared with the stores of the function.
 */
export function httpTools(client: DynamoDBDocumentClient): HttpTools {
  const tableName = optionalEnv('idempotencyTable');
  const tools = readingHttpTools(client);
  if (tableName === undefined) return tools;
  const persistence = new DynamoDBPersistenceLayer({ tableName, awsSdkV3Client: plainClient(client) });
  return { ...tools, answerByKey: answersIn(persistence) };
}

/** A document client has the send method of the plain client: both use the same middleware and settings. */
const plainClient = (client: DynamoDBDocumentClient): DynamoDBClient => client as unknown as DynamoDBClient;
