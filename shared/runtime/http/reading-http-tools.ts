// Composes what the HTTP wrapper needs on functions that keep no answers for `Idempotency-Key`. Apart from compose.ts,
// because it brings jose; apart from compose-http.ts, which brings the idempotency library on top.
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { JWK } from 'jose';
import { fetchKeys } from '../../auth/fetch-keys.ts';
import { type KeySource, signingKeys } from '../../auth/signing-keys.ts';
import { tokenVerifier } from '../../auth/verify-token.ts';
import { issuerKeysKey } from '../../table/reference-data/keys.ts';
import { batchTools } from '../batch/batch-tools.ts';
import { optionalEnv, requireEnv } from '../env.ts';
import type { HttpTools } from './http.ts';

/** Keys are used for ten minutes; an unknown one makes the issuer be asked at most every thirty seconds. */
const urlKeys = { ttlMs: 600_000, cooldownMs: 30_000 } as const;
/** The table is asked sooner: with the very first token its key has only just been made. */
const tableKeys = { ttlMs: 600_000, cooldownMs: 500 } as const;

/**
 * Reads the environment once; a missing variable stops the function at cold start.
 * @param client The table's, shared with the stores of the function.
 */
export function readingHttpTools(client: DynamoDBDocumentClient): HttpTools {
  const jwksUrl = optionalEnv('jwksUrl');
  const source = jwksUrl === undefined ? keysOfTable(client, requireEnv('table')) : fetchKeys(jwksUrl);
  return {
    ...batchTools(),
    verify: tokenVerifier(
      {
        issuer: requireEnv('issuer'),
        audience: requireEnv('audience'),
        roleClaim: optionalEnv('roleClaim') ?? 'role',
      },
      signingKeys(source, jwksUrl === undefined ? tableKeys : urlKeys),
    ),
    answerOnce: undefined,
    corsOrigins: (optionalEnv('corsOrigins') ?? '').split(',').map((origin) => origin.trim()),
    ifMatchRequired: optionalEnv('ifMatch') === 'required',
  };
}

/** Public keys of the development issuer; none before its first token. */
function keysOfTable(client: DynamoDBDocumentClient, tableName: string): KeySource {
  return async () => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: issuerKeysKey, ConsistentRead: true }),
    );
    return (Item?.['keys'] ?? []) as readonly JWK[];
  };
}
