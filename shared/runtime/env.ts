// The only reader of environment variables. What is missing or wrong stops the function at cold start, by name.

/** Every variable that a function may be given; infra sets them from the same names. */
export const environmentNames = {
  /** Name of the hub's table. */
  table: 'TABLE_NAME',
  /** Name of the idempotency table (`Idempotency-Key`). */
  idempotencyTable: 'IDEMPOTENCY_TABLE_NAME',
  /** URL of the work queue that the sync function reads. */
  workQueueUrl: 'WORK_QUEUE_URL',
  /** Number of shards of list and pending indexes, counters and read models. */
  shards: 'SHARDS',
  /** `development` or `production`. */
  stage: 'STAGE',
  /** Expected `iss` of tokens. */
  issuer: 'TOKEN_ISSUER',
  /** Expected `aud` (or, for Cognito access tokens, `client_id`). */
  audience: 'TOKEN_AUDIENCE',
  /** Where the issuer publishes its keys; absent: the development issuer's keys in the table. */
  jwksUrl: 'JWKS_URL',
  /** Claim that holds the role or a list of them. */
  roleClaim: 'ROLE_CLAIM',
  /** Origins the API answers to, separated by commas; `*` for any. */
  corsOrigins: 'CORS_ORIGINS',
  /** `required`: a PATCH without If-Match is refused with 428. Default: only when it asks `Prefer: strict`. */
  ifMatch: 'IF_MATCH',
  /** Name of the bucket that holds the bytes of documents. */
  documentBucket: 'DOCUMENT_BUCKET',
  /** Address under which S3 knows the objects of that bucket; links are signed for it. */
  documentsOrigin: 'DOCUMENTS_ORIGIN',
  /** Address under which clients reach the same objects; links begin with it. */
  documentsUrl: 'DOCUMENTS_URL',
  /** Largest document, in bytes. */
  documentLimitBytes: 'DOCUMENT_LIMIT_BYTES',
  /** Tag by which a malware scanner of the bucket marks objects; absent: there is no such scanner. */
  scannerTag: 'SCANNER_TAG',
  /** `off`: transactions carry no `ClientRequestToken`; for engines that remember them badly. */
  transactionTokens: 'TRANSACTION_TOKENS',
  /** Product version, shown by `/health` and kept on sync logs. */
  version: 'HUB_VERSION',
} as const;
export type EnvironmentName = keyof typeof environmentNames;

/** @throws Error with the variable's name when it is not set. */
export function requireEnv(name: EnvironmentName): string {
  const value = optionalEnv(name);
  if (value === undefined) {
    throw new Error(`environment variable ${environmentNames[name]} is not set; the stack's template sets it`);
  }
  return value;
}

export function optionalEnv(name: EnvironmentName): string | undefined {
  const value = process.env[environmentNames[name]];
  return value === undefined || value === '' ? undefined : value;
}

/** @throws Error when the variable is not a positive whole number. */
export function requireCountEnv(name: EnvironmentName): number {
  const value = Number(requireEnv(name));
  if (!Number.isInteger(value) || value < 1) {
    throw new Error(`environment variable ${environmentNames[name]} must be a whole number of at least 1`);
  }
  return value;
}
