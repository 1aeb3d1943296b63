// Keys of the document boundary, in the table and in the bucket.
import { type Key, padded } from '../engine/keys.ts';

/** A document and its versions are one partition: it is read with all of them in one Query. */
export const documentPartition = (documentId: string): string => `DOC#${documentId}`;
export const documentKey = (documentId: string): Key => ({ pk: documentPartition(documentId), sk: 'DOCUMENT' });
export const documentVersionKey = (documentId: string, version: number): Key => ({
  pk: documentPartition(documentId),
  sk: `VERSION#${padded(version)}`,
});
/** Entries of the documents of a submission. */
export const documentsOfPartition = (submissionId: string): string => `DOC#OF#${submissionId}`;
export const documentOfKey = (submissionId: string, documentId: string): Key => ({
  pk: documentsOfPartition(submissionId),
  sk: documentId,
});
/** Idempotency mark of a declaration, written in its transaction. */
export const documentIdempotencyMarkKey = (keyHash: string): Key => ({ pk: `DOC#ONCE#${keyHash}`, sk: 'ONCE' });
export const documentListPartition = (shard: string): string => `DOC#LIST#${shard}`;
/** In the pending index: versions to verify and documents whose bytes are to be removed. */
export const documentWorkPartition = (shard: string): string => `DOC#WORK#${shard}`;
/** Position of the sweep in its walk over all stored objects. */
export const documentWalkKey: Key = { pk: 'DOC#WALK', sk: 'POSITION' };

/**
 * Key prefixes of the document bucket. Upload links are for `uploads/` only; the hub itself writes verified bytes to
 * `documents/`.
 */
export const objectPrefixes = { uploads: 'uploads/', documents: 'documents/' } as const;

export type ObjectPrefix = keyof typeof objectPrefixes;

export const objectKeys = {
  prefixes: objectPrefixes,
  of: (prefix: ObjectPrefix, documentId: string, version: number): string =>
    `${objectPrefixes[prefix]}${documentId}/${version}`,
  /** The document version of an object; undefined for a key of another form. */
  ownerOf: (key: string): { readonly documentId: string; readonly version: number } | undefined => {
    const [, documentId, version] = /^(?:uploads|documents)\/(DOC-[0-9A-Z]{26})\/([1-9]\d{0,2})$/.exec(key) ?? [];
    return documentId === undefined ? undefined : { documentId, version: Number(version) };
  },
} as const;

export type ObjectKeys = typeof objectKeys;
