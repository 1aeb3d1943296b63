// Composes the HTTP wrapper's dependencies for functions without `Idempotency-Key`. It is apart from batch-tools.ts,
// which does not bundle jose, and from http-tools.ts, which also bundles the idempotency library.
import { type DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { JWK } from 'jose';
import { fetchKeys } from '../../auth/fetch-keys.ts';
import { type KeySource, signingKeys } from '../../auth/signing-keys.ts';
import { tokenVerifier } from '../../auth/verify-token.ts';
import { issuerKeysKey } from '../../table/reference-data/keys.ts';
import { batchTools } from '../batch/batch-tools.ts';
import { optionalEnv, requireEnv } from '../env.ts';
import type { HttpTools } from './http.ts';

/** Caches keys for ten minutes. Unknown key ids cause at most one request to the issuer every thirty seconds. */
const urlKeys = { ttlMs: 600_000, cooldownMs: 30_000 } as const;
/** A shorter cooldown for the table: the first token may arrive right after its key was created. */
const tableKeys = { ttlMs: 600_000, cooldownMs: 500 } as const;

/**
 * Reads the environment once; a missing variable stops the function at cold start.
 * @param client Client of the table, shared with the stores of the function.
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
    answerByKey: undefined,
    corsOrigins: (optionalEnv('corsOrigins') ?? '').split(',').map((origin) => origin.trim()),
    ifMatchRequired: optionalEnv('ifMatch') === 'required',
  };
}

/** Reads the public keys of the development issuer; there are none before its first token. */
function keysOfTable(client: DynamoDBDocumentClient, tableName: string): KeySource {
  return async () => {
    const { Item } = await client.send(
      new GetCommand({ TableName: tableName, Key: issuerKeysKey, ConsistentRead: true }),
    );
    return (Item?.['keys'] ?? []) as readonly JWK[];
  };
}
