// Reads environment variables; no other file does. A missing or invalid variable stops the function at cold start.

import type { QueueName } from '../contracts/values/queue-names.ts';

/** Environment variables of functions, beside the URLs of event queues; infra sets them by the same names. */
export const environmentNames = {
  /** Name of the hub's table. */
  table: 'TABLE_NAME',
  /** Name of the idempotency table (`Idempotency-Key`). */
  idempotencyTable: 'IDEMPOTENCY_TABLE_NAME',
  /** URL of the queue of what failed for good, which the park function reads. */
  failureQueueUrl: 'FAILURE_QUEUE_URL',
  /** Number of shards of list and pending indexes, counters and read models. */
  shards: 'SHARDS',
  /** `development` or `production`. */
  stage: 'STAGE',
  /** Expected `iss` of tokens. */
  issuer: 'TOKEN_ISSUER',
  /** Expected `aud` (or, for Cognito access tokens, `client_id`). */
  audience: 'TOKEN_AUDIENCE',
  /** URL of the issuer's key set; absent: the development issuer's keys in the table. */
  jwksUrl: 'JWKS_URL',
  /** Claim that holds a role or a list of roles. */
  roleClaim: 'ROLE_CLAIM',
  /** Origins that CORS allows, separated by commas; `*` for any. */
  corsOrigins: 'CORS_ORIGINS',
  /** `required`: a PATCH without If-Match fails with 428. Default: only a PATCH with `Prefer: strict` does. */
  ifMatch: 'IF_MATCH',
  /** Name of the bucket that holds the bytes of documents. */
  documentBucket: 'DOCUMENT_BUCKET',
  /** Origin at which S3 serves that bucket; presigned links are signed for it. */
  documentsOrigin: 'DOCUMENTS_ORIGIN',
  /** Public URL of the same objects; links begin with it. */
  documentsUrl: 'DOCUMENTS_URL',
  /** Largest document, in bytes. */
  documentLimitBytes: 'DOCUMENT_LIMIT_BYTES',
  /** Name of the object tag that the bucket's malware scanner sets; absent: the bucket has no scanner. */
  scannerTag: 'SCANNER_TAG',
  /** `off`: transactions carry no `ClientRequestToken`; for engines that store tokens inefficiently. */
  transactionTokens: 'TRANSACTION_TOKENS',
  /** Product version; `/health` and sync logs show it. */
  version: 'HUB_VERSION',
} as const;
export type EnvironmentName = keyof typeof environmentNames;

/** Variable with the URL of a queue that events travel on: `WORK_QUEUE_URL` for `work`. */
export const queueUrlVariable = (name: string): string => `${name.replaceAll('-', '_').toUpperCase()}_QUEUE_URL`;

/** @throws Error with the variable's name when the variable is not set. */
export const requireEnv = (name: EnvironmentName): string => requireVariable(environmentNames[name]);

/** URLs of queues by name. @throws Error with the variable's name when the variable of one is not set. */
export const requireQueueUrls = (names: readonly QueueName[]): Readonly<Record<string, string>> =>
  Object.fromEntries(names.map((name) => [name, requireVariable(queueUrlVariable(name))]));

export const optionalEnv = (name: EnvironmentName): string | undefined => optionalVariable(environmentNames[name]);

function requireVariable(variable: string): string {
  const value = optionalVariable(variable);
  if (value === undefined) {
    throw new Error(`environment variable ${variable} is not set; the stack's template sets it`);
  }
  return value;
}

function optionalVariable(variable: string): string | undefined {
  const value = process.env[variable];
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
