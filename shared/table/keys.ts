// The only place that builds keys. Every partition key starts with the prefix of the boundary that owns it,
// because IAM keeps the boundaries by `dynamodb:LeadingKeys`; see docs/data-model.md for the access patterns.

/** Partition key prefixes, one for each boundary; infra grants them, nothing else spells them. */
export const boundaries = {
  reference: 'REF#',
  intake: 'INTAKE#',
  source_system: 'SOURCE#',
  document_repo: 'DOC#',
  integration: 'INTEG#',
  operational: 'OPS#',
  canonical: 'CANON#',
  dashboard: 'VIEW#',
  partner: 'PARTNER#',
} as const;
export type Boundary = keyof typeof boundaries;

/** Attribute and index names of the table; infra creates them from here. */
export const tableSchema = {
  partitionKey: 'pk',
  sortKey: 'sk',
  /** Sparse, keys only: outbox events that are still owed. */
  pendingIndex: { name: 'pending', partitionKey: 'pending_pk', sortKey: 'pending_sk' },
  /** Sparse, keys only: what people list newest first. */
  listIndex: { name: 'list', partitionKey: 'list_pk', sortKey: 'list_sk' },
} as const;

export interface Key {
  readonly pk: string;
  readonly sk: string;
}

/** Shard of a record: FNV-1a over its id, so that a record's shard can be worked out and never has to be stored. */
export function shardOf(id: string, shards: number): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) {
    hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193) >>> 0;
  }
  // The low bits of FNV mix worse than the high ones; fold them before taking the remainder.
  return shardName(((hash ^ (hash >>> 16)) >>> 0) % shards);
}

/** All shard names, for readers that fan out. */
export function shardNames(shards: number): readonly string[] {
  return Array.from({ length: shards }, (_, index) => shardName(index));
}

const shardName = (index: number): string => index.toString(16).padStart(3, '0');

export const submissionKey = (submissionId: string): Key => ({ pk: `INTAKE#${submissionId}`, sk: 'SUBMISSION' });

/** Marks an `Idempotency-Key` as used, in the transaction that used it. */
export const intakeOnceKey = (keyHash: string): Key => ({ pk: `INTAKE#ONCE#${keyHash}`, sk: 'ONCE' });

export const serviceRequestKey = (requestNumber: string): Key => ({ pk: `SOURCE#${requestNumber}`, sk: 'REQUEST' });

/** All events of one record, with their failed attempts, are one partition: its history is one Query. */
export const correlationPartition = (correlationId: string): string => `INTEG#${correlationId}`;

export const eventKey = (correlationId: string, eventId: string): Key => ({
  pk: correlationPartition(correlationId),
  sk: `EVENT#${eventId}`,
});

/** A failed attempt to process a message; sorts right behind its event. Copies of a message have attempts of their own. */
export const attemptKey = (correlationId: string, eventId: string, attempt: number, at: string): Key => ({
  pk: correlationPartition(correlationId),
  sk: `EVENT#${eventId}#ATTEMPT#${padded(attempt)}#${at}`,
});

/** Attempts at a message from which no event could be read: its body's SHA-256 is its identity. */
export const unreadablePartition = (bodySha256: string): string => `INTEG#UNREADABLE#${bodySha256}`;

export const unreadableAttemptKey = (bodySha256: string, attempt: number, at: string): Key => ({
  pk: unreadablePartition(bodySha256),
  sk: `ATTEMPT#${padded(attempt)}#${at}`,
});

export const deadLetterKey = (deadLetterId: string): Key => ({
  pk: `INTEG#DEADLETTER#${deadLetterId}`,
  sk: 'DEADLETTER',
});

export const casePartition = (caseId: string): string => `OPS#${caseId}`;
export const caseKey = (caseId: string): Key => ({ pk: casePartition(caseId), sk: 'CASE' });
export const historyKey = (caseId: string, version: number): Key => ({
  pk: casePartition(caseId),
  sk: `HISTORY#${padded(version)}`,
});

export const businessObjectKey = (businessObjectId: string): Key => ({ pk: `CANON#${businessObjectId}`, sk: 'OBJECT' });

/** Read model rows, spread over shards; inside a shard they sort by the time the submission was accepted. */
export const recordPartition = (shard: string): string => `VIEW#RECORD#${shard}`;
export const recordKey = (submissionId: string, shards: number): Key => ({
  pk: recordPartition(shardOf(submissionId, shards)),
  sk: submissionId,
});

export const counterKey = (shard: string): Key => ({ pk: `VIEW#COUNTER#${shard}`, sk: 'TOTALS' });

/** The development issuer's public keys; every API function may read them. */
export const issuerKeysKey: Key = { pk: 'REF#ISSUER', sk: 'JWKS' };
/** The development issuer's private key; only the issuer may read it. */
export const issuerPrivateKeyKey: Key = { pk: 'REF#ISSUER-PRIVATE', sk: 'KEY' };

/** Secret that list cursors are signed with; made by whoever needs it first. */
export const cursorSecretKey: Key = { pk: 'REF#CURSOR-SECRET', sk: 'SECRET' };

export const pendingPartition = (shard: string): string => `INTEG#PENDING#${shard}`;
/** Lists of the integration boundary: events with their failed attempts, and dead letters. */
export const eventListPartition = (shard: string): string => `INTEG#EVENTS#${shard}`;
export const deadLetterListPartition = (shard: string): string => `INTEG#DEADLETTERS#${shard}`;

/** Six digits, so that text order is numeric order up to 999,999. */
const padded = (value: number): string => String(value).padStart(6, '0');
