// The only place that builds keys. Every partition key starts with the prefix of the boundary that owns it,
// because IAM keeps the boundaries by `dynamodb:LeadingKeys`; see docs/data-model.md for the access patterns.
import { stableHash } from '../core/stable-hash.ts';

/** Partition key prefixes, one for each boundary; infra grants them, nothing else spells them. */
export const boundaries = {
  reference: 'REF#',
  /** The part of the reference boundary that an administrator changes; what signs and verifies lies outside of it. */
  catalogue: 'REF#CATALOGUE',
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
  return shardName(stableHash(id) % shards);
}

/** All shard names, for readers that fan out. */
export function shardNames(shards: number): readonly string[] {
  return Array.from({ length: shards }, (_, index) => shardName(index));
}

function shardName(index: number): string {
  return index.toString(16).padStart(3, '0');
}

/** A submission with its comments and the history of its changes. */
export const submissionPartition = (submissionId: string): string => `INTAKE#${submissionId}`;
export const submissionKey = (submissionId: string): Key => ({
  pk: submissionPartition(submissionId),
  sk: 'SUBMISSION',
});
export const submissionHistoryKey = (submissionId: string, version: number): Key => ({
  pk: submissionPartition(submissionId),
  sk: `HISTORY#${padded(version)}`,
});
/** Comment ids sort by time. */
export const submissionCommentKey = (submissionId: string, commentId: string): Key => ({
  pk: submissionPartition(submissionId),
  sk: `COMMENT#${commentId}`,
});

export const erasureKey = (erasureId: string): Key => ({ pk: `INTAKE#ERASURE#${erasureId}`, sk: 'ERASURE' });
/** Names the newest erasure of a requester, who is known by a keyed hash. */
export const erasureOfKey = (requesterHash: string): Key => ({
  pk: `INTAKE#ERASURE-OF#${requesterHash}`,
  sk: 'NEWEST',
});
export const erasureListPartition = 'INTAKE#ERASURES';
/** Secret that requesters are hashed with; made by the first erasure. */
export const erasureSecretKey: Key = { pk: 'INTAKE#ERASURE-SECRET', sk: 'SECRET' };

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
/** What the sort keys of a case's history begin with. */
export const caseHistoryPrefix = 'HISTORY#';
export const historyKey = (caseId: string, version: number): Key => ({
  pk: casePartition(caseId),
  sk: `${caseHistoryPrefix}${padded(version)}`,
});
/** Comment ids sort by time, and all comments sort between the case and its history. */
export const caseCommentKey = (caseId: string, commentId: string): Key => ({
  pk: casePartition(caseId),
  sk: `COMMENT#${commentId}`,
});

/** Marks an `Idempotency-Key` as used for a change of a case, in the transaction that used it. */
export const caseOnceKey = (keyHash: string): Key => ({ pk: `OPS#ONCE#${keyHash}`, sk: 'ONCE' });

/** List of cases that are not terminal, the first due first. */
export const duePartition = (shard: string): string => `OPS#DUE#${shard}`;
/** `dueAt` has milliseconds and ends in Z, so that text order is time order. */
export const dueSortKey = (dueAt: string, caseId: string): string => `${dueAt}#${caseId}`;

export const businessObjectKey = (businessObjectId: string): Key => ({ pk: `CANON#${businessObjectId}`, sk: 'OBJECT' });

/** Read model rows, spread over shards; inside a shard they sort by the time the submission was accepted. */
export const recordPartition = (shard: string): string => `VIEW#RECORD#${shard}`;
export const recordKey = (submissionId: string, shards: number): Key => ({
  pk: recordPartition(shardOf(submissionId, shards)),
  sk: submissionId,
});

export const counterKey = (shard: string): Key => ({ pk: `VIEW#COUNTER#${shard}`, sk: 'TOTALS' });

/** Hours are added to once a batch, so four shards are enough at any size, and a year of hours stays quick to sum. */
const activityShards = 4;
export const activitySortKey = (hour: string): string => `HOUR#${hour}`;
/** @param hour Its first instant as far as the hour: `2026-01-31T08`. */
export const activityKey = (hour: string, spreadBy: string): Key => ({
  pk: counterKey(shardOf(spreadBy, activityShards)).pk,
  sk: activitySortKey(hour),
});
/** Corrections by recounts: apart from all shards, so that no addition ever meets a correction's transaction. */
export const correctionKey: Key = counterKey('RECOUNT');
export const correctionHourKey = (hour: string): Key => ({ pk: correctionKey.pk, sk: activitySortKey(hour) });
/** Which recount is at work. */
export const recountMarkKey: Key = { pk: correctionKey.pk, sk: 'MARK' };
/** All that hours are summed from. */
export const activityPartitions: readonly string[] = [
  ...Array.from({ length: activityShards }, (_, index) => counterKey(shardName(index)).pk),
  correctionKey.pk,
];

/** The development issuer's public keys; every API function may read them. */
export const issuerKeysKey: Key = { pk: 'REF#ISSUER', sk: 'JWKS' };
/** The development issuer's private key; only the issuer may read it. */
export const issuerPrivateKeyKey: Key = { pk: 'REF#ISSUER-PRIVATE', sk: 'KEY' };

/** Changes of the reference catalogue, one partition: the catalogue is one Query. */
export const cataloguePartition = 'REF#CATALOGUE';
/** Counts the changes of the catalogue, so that each is decided on what the one before it left. */
export const catalogueKey: Key = { pk: cataloguePartition, sk: 'CATALOGUE' };
export const referenceValueKey = (kind: string, code: string): Key => ({
  pk: cataloguePartition,
  sk: `VALUE#${kind}#${code}`,
});
export const referenceHistoryPartition = (kind: string, code: string): string =>
  `${cataloguePartition}#HISTORY#${kind}#${code}`;
export const referenceHistoryKey = (kind: string, code: string, version: number): Key => ({
  pk: referenceHistoryPartition(kind, code),
  sk: `${caseHistoryPrefix}${padded(version)}`,
});

/** Marks an `Idempotency-Key` as used for a change of the catalogue, in the transaction that used it. */
export const referenceOnceKey = (keyHash: string): Key => ({ pk: `${cataloguePartition}#ONCE#${keyHash}`, sk: 'ONCE' });

/** Secret that list cursors are signed with; made by whoever needs it first. */
export const cursorSecretKey: Key = { pk: 'REF#CURSOR-SECRET', sk: 'SECRET' };

export const pendingPartition = (shard: string): string => `INTEG#PENDING#${shard}`;
/** Lists of the integration boundary: events with their failed attempts, and dead letters. */
export const eventListPartition = (shard: string): string => `INTEG#EVENTS#${shard}`;
export const deadLetterListPartition = (shard: string): string => `INTEG#DEADLETTERS#${shard}`;
/** Dead letters that an operator has decided about: apart, so that counting what waits reads nothing else. */
export const decidedLetterListPartition = (status: 'redriven' | 'dismissed', shard: string): string =>
  `INTEG#DEADLETTERS#${status.toUpperCase()}#${shard}`;

/** The greatest text below a sort key, for sort keys of printable ASCII: what is at most this is less than the key. */
export const justBelow = (sortKey: string): string =>
  `${sortKey.slice(0, -1)}${String.fromCharCode(sortKey.charCodeAt(sortKey.length - 1) - 1)}~`;
/** The least text above a sort key, likewise. */
export const justAbove = (sortKey: string): string => `${sortKey} `;

/** A document and its versions are one partition: it is read with all of them in one Query. */
export const documentPartition = (documentId: string): string => `DOC#${documentId}`;
export const documentKey = (documentId: string): Key => ({ pk: documentPartition(documentId), sk: 'DOCUMENT' });
export const documentVersionKey = (documentId: string, version: number): Key => ({
  pk: documentPartition(documentId),
  sk: `VERSION#${padded(version)}`,
});
/** Which documents a submission has. */
export const documentsOfPartition = (submissionId: string): string => `DOC#OF#${submissionId}`;
export const documentOfKey = (submissionId: string, documentId: string): Key => ({
  pk: documentsOfPartition(submissionId),
  sk: documentId,
});
/** Marks an `Idempotency-Key` as used by a declaration, in its transaction. */
export const documentOnceKey = (keyHash: string): Key => ({ pk: `DOC#ONCE#${keyHash}`, sk: 'ONCE' });
export const documentListPartition = (shard: string): string => `DOC#LIST#${shard}`;
/** In the pending index: versions to verify and documents whose bytes are to be removed. */
export const documentWorkPartition = (shard: string): string => `DOC#WORK#${shard}`;
/** How far the sweep has come in its walk over all stored objects. */
export const documentWalkKey: Key = { pk: 'DOC#WALK', sk: 'POSITION' };

/**
 * Where objects lie in the document bucket. Upload links are for `uploads/` only; what is under `documents/` was verified
 * and written by the hub itself.
 */
export const objectPrefixes = { uploads: 'uploads/', documents: 'documents/' } as const;
export type ObjectPrefix = keyof typeof objectPrefixes;
export const objectKeys = {
  prefixes: objectPrefixes,
  of: (prefix: ObjectPrefix, documentId: string, version: number): string =>
    `${objectPrefixes[prefix]}${documentId}/${version}`,
  /** The version that an object is of; undefined for a key that the hub does not make. */
  ownerOf: (key: string): { readonly documentId: string; readonly version: number } | undefined => {
    const [, documentId, version] = /^(?:uploads|documents)\/(DOC-[0-9A-Z]{26})\/([1-9]\d{0,2})$/.exec(key) ?? [];
    return documentId === undefined ? undefined : { documentId, version: Number(version) };
  },
} as const;
export type ObjectKeys = typeof objectKeys;

/** Six digits, so that text order is numeric order up to 999,999. */
const padded = (value: number): string => String(value).padStart(6, '0');
