// Verifies one uploaded version: size, file type, SHA-256, malware and content. It copies valid bytes to the prefix that
// download links read and no upload link writes (ADR 0025), and rejects others with the reason.

import type { ObjectStore } from '../../shared/adapters/object-store.ts';
import type { ScanDocument } from '../../shared/adapters/scan-document.ts';
import type { DocumentStatus, DocumentVersion } from '../../shared/contracts/document.ts';
import { headBytes, judgeContent, judgeHead, type Refusal } from '../../shared/core/documents/document-content.ts';
import { mayBecome } from '../../shared/core/documents/document-rules.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import type { DocumentRef, DocumentStore } from '../../shared/table/documents/document-store.ts';
import type { ObjectKeys } from '../../shared/table/documents/keys.ts';

/** Verdict of a bucket scanner on an uploaded object; undefined until it is final. */
export type ScannerMark = (key: string, objectVersion: string | undefined) => Promise<'clean' | 'infected' | undefined>;

export interface VerifyDocumentDeps {
  readonly documents: Pick<DocumentStore, 'withVersions' | 'settle'>;
  readonly objects: Pick<ObjectStore, 'head' | 'read' | 'put' | 'remove' | 'removeForGood'>;
  readonly keys: Pick<ObjectKeys, 'of'>;
  readonly detectType: (firstBytes: Uint8Array) => Promise<string | undefined>;
  readonly scan: ScanDocument;
  readonly scannerMark: ScannerMark;
  readonly now: () => Date;
}

export type VerifyOutcome =
  /** Settled, by this or an earlier call. */
  | { readonly kind: 'settled'; readonly status: DocumentStatus }
  | { readonly kind: 'not-uploaded'; readonly declaredAt: string }
  /** The bucket scanner has not checked it yet. */
  | { readonly kind: 'waiting' }
  /** The version does not exist, or its document was deleted. */
  | { readonly kind: 'gone' };

type Judgement =
  | { readonly kind: 'passed'; readonly bytes: Uint8Array }
  | { readonly kind: 'refused'; readonly refusal: Refusal }
  | { readonly kind: 'not-uploaded' }
  | { readonly kind: 'waiting' };

export async function verifyDocument(ref: DocumentRef, deps: VerifyDocumentDeps): Promise<VerifyOutcome> {
  const stored = await deps.documents.withVersions(ref.documentId);
  const version = stored?.versions.find((candidate) => candidate.version === ref.version);
  if (stored === undefined || version === undefined || stored.document.status === 'deleted') return { kind: 'gone' };
  if (!mayBecome(version.status, 'available')) return { kind: 'settled', status: version.status };

  const judged = await judge(ref, version, deps);

  switch (judged.kind) {
    case 'not-uploaded':
      return { kind: 'not-uploaded', declaredAt: version.created_at };
    case 'waiting':
      return judged;
    case 'refused':
      return settleAs(ref, { kind: 'rejected', ...judged.refusal }, deps);
    case 'passed': {
      const key = deps.keys.of('documents', ref.documentId, ref.version);
      await deps.objects.put(key, judged.bytes, version.content_type, version.sha256);
      return settleAs(ref, { kind: 'available' }, deps);
    }
  }
}

async function judge(ref: DocumentRef, version: DocumentVersion, deps: VerifyDocumentDeps): Promise<Judgement> {
  const { objects } = deps;
  const key = deps.keys.of('uploads', ref.documentId, ref.version);
  const head = await objects.head(key, headBytes);
  if (head === undefined) return { kind: 'not-uploaded' };
  // Cheap checks first: a file of another size or type, or without a verdict of the scanner, is not read in full.
  if (head.sizeBytes !== version.size_bytes) return refused(sizeDiffers(head.sizeBytes, version.size_bytes));
  const type = version.content_type;
  const atFirstSight = judgeHead(type, head.bytes, await deps.detectType(head.bytes));
  if (atFirstSight !== undefined) return refused(atFirstSight);
  const mark = await deps.scannerMark(key, head.objectVersion);
  if (mark === undefined) return { kind: 'waiting' };
  if (mark === 'infected') return refused(malware('see the scanner'));
  const read = await objects.read(key, head, version.size_bytes);
  if (read === undefined) throw changedMeanwhile(ref);
  if (read.sha256 !== version.sha256) return refused(checksumDiffers);
  const scanned = await deps.scan(read.bytes);
  if (scanned.kind === 'infected') return refused(malware(scanned.name));
  const content = judgeContent(type, read.bytes, await deps.detectType(read.bytes.subarray(0, headBytes)));
  if (content !== undefined) return refused(content);
  return { kind: 'passed', bytes: read.bytes };
}

const refused = (refusal: Refusal): Judgement => ({ kind: 'refused', refusal });

const sizeDiffers = (seen: number, declared: number): Refusal => ({
  code: 'SIZE_DIFFERS',
  message: `${seen} bytes were uploaded, but ${declared} were declared`,
});

const checksumDiffers: Refusal = {
  code: 'CHECKSUM_DIFFERS',
  message: 'the SHA-256 of the uploaded bytes differs from the declared one',
};

const malware = (name: string): Refusal => ({ code: 'MALWARE_FOUND', message: `malware was found: ${name}` });

async function settleAs(
  ref: DocumentRef,
  finding: Parameters<DocumentStore['settle']>[1],
  deps: VerifyDocumentDeps,
): Promise<VerifyOutcome> {
  const { documents, objects, keys } = deps;
  const outcome = await documents.settle(ref, finding, deps.now().toISOString());
  const status = outcome === 'settled' ? finding.kind : await statusOf(ref, documents);
  // Another call rejected or deleted the version, so the copy is removed. The object of an available version stays,
  // because its bytes are the same.
  if (status !== 'available' && finding.kind === 'available') {
    // Removes all object versions, because no link ever served them and an erasure may have run before.
    await objects.removeForGood(keys.of('documents', ref.documentId, ref.version));
  }
  await objects.remove(keys.of('uploads', ref.documentId, ref.version));
  return status === undefined ? { kind: 'gone' } : { kind: 'settled', status };
}

async function statusOf(
  { documentId, version }: DocumentRef,
  documents: VerifyDocumentDeps['documents'],
): Promise<DocumentStatus | undefined> {
  const stored = await documents.withVersions(documentId);
  if (stored?.document.status === 'deleted') return undefined;
  return stored?.versions.find((candidate) => candidate.version === version)?.status;
}

const changedMeanwhile = ({ documentId, version }: DocumentRef): HubError =>
  new HubError({
    kind: 'transient',
    code: 'DOCUMENT.CHANGING',
    message: `version ${version} of ${documentId} was uploaded again while it was verified; try again`,
  });
