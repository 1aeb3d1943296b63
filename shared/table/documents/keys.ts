// Keys of the document boundary: items in the table and objects in the bucket.
import { type Key, padded } from '../engine/keys.ts';

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
