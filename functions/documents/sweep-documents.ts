// Does the pending work on documents: verifies uploads that were never completed, rejects versions that were never
// uploaded, and removes the bytes of deleted documents and objects without a document.
import type { ListedObject, ObjectStore } from '../../shared/adapters/object-store.ts';
import { runBounded } from '../../shared/async/run-bounded.ts';
import type { DocumentStatus } from '../../shared/contracts/document.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import type { DocumentRef, DocumentStore } from '../../shared/table/documents/document-store.ts';
import type { DocumentWorkStore, OwedWork } from '../../shared/table/documents/document-work-store.ts';
import type { ObjectKeys } from '../../shared/table/documents/keys.ts';
import { type RemoveBytesDeps, removeBytes } from './remove-bytes.ts';
import { type VerifyDocumentDeps, verifyDocument } from './verify-document.ts';

export type SweepDocumentsDeps = VerifyDocumentDeps &
  RemoveBytesDeps & {
    readonly documents: VerifyDocumentDeps['documents'] & Pick<DocumentStore, 'settle'>;
    readonly work: DocumentWorkStore;
    readonly objects: ObjectStore;
    readonly keys: ObjectKeys;
    /** @param what Id of a document, or key of an object */
    readonly onError: (what: string, error: unknown) => void;
  };

export interface SweepDocumentsResult {
  /** Versions that became available. */
  available: number;
  /** Rejected versions, including those that were never uploaded. */
  rejected: number;
  /** Versions that wait for the scanner or for their uploader. */
  waiting: number;
  /** Deleted documents whose bytes were removed. */
  removed: number;
  /** Removed objects without a document. */
  orphans: number;
  failed: number;
}

/** Grace period in which the uploader completes the upload itself. */
const graceMs = 60_000;
/** An upload link lives 15 minutes, and an upload that has begun may end after it. */
const neverUploadedAfterMs = 20 * 60_000;
/** Longer than any verification; an older object without a document is an orphan. */
const orphanAfterMs = 3_600_000;
/** Time reserved for the last piece of work and the answer. */
const reserveMs = 12_000;
const parallel = 4;
const listed = 1000;
const roundsApartMs = 6 * 3_600_000;

/**
 * @param remainingMs Time that is left; the next run continues after it
 * @throws HubError transient when a piece of work failed, after all others are done
 */
export async function sweepDocuments(
  deps: SweepDocumentsDeps,
  remainingMs: () => number,
): Promise<SweepDocumentsResult> {
  const result: SweepDocumentsResult = { available: 0, rejected: 0, waiting: 0, removed: 0, orphans: 0, failed: 0 };
  const nowMs = deps.now().getTime();
  const hasTime = () => remainingMs() > reserveMs;
  const run = { nowMs, result, deps, hasTime };
  for await (const page of deps.work.owedBefore(new Date(nowMs - graceMs).toISOString())) {
    await runBounded(page, parallel, async (work) => (hasTime() ? doOwed(work, run) : undefined));
    if (!hasTime()) break;
  }
  if (hasTime()) await removeUploads(run);
  if (hasTime()) await walkDocuments(run);
  if (result.failed > 0) throw incomplete(result);
  return result;
}

/** State of one run. */
interface Run {
  readonly nowMs: number;
  readonly result: SweepDocumentsResult;
  readonly deps: SweepDocumentsDeps;
  readonly hasTime: () => boolean;
}

const doOwed = (work: OwedWork, { nowMs, result, deps }: Run): Promise<void> =>
  counted(work.documentId, result, deps, async () => {
    if (work.kind === 'verify') {
      result[await verifyOwed(work, nowMs, deps)] += 1;
    } else {
      await removeBytes(work.documentId, deps);
      result.removed += 1;
    }
  });

/** Counts and reports a failed piece of work; the others continue. */
async function counted(
  what: string,
  result: SweepDocumentsResult,
  deps: SweepDocumentsDeps,
  piece: () => Promise<void>,
): Promise<void> {
  try {
    await piece();
  } catch (error) {
    result.failed += 1;
    deps.onError(what, error);
  }
}

async function verifyOwed(
  ref: DocumentRef,
  nowMs: number,
  deps: SweepDocumentsDeps,
): Promise<'available' | 'rejected' | 'waiting' | 'removed'> {
  const outcome = await verifyDocument(ref, deps);
  switch (outcome.kind) {
    case 'gone':
      await deps.work.dropVersion(ref);
      return 'removed';
    case 'settled':
      return outcome.status === 'available' ? 'available' : 'rejected';
    case 'waiting':
      return 'waiting';
    case 'not-uploaded': {
      if (nowMs - Date.parse(outcome.declaredAt) < neverUploadedAfterMs) return 'waiting';
      const message = 'nothing was uploaded before the upload link expired';
      const refusal = { kind: 'rejected', code: 'NEVER_UPLOADED', message } as const;
      // Too late: another call has settled it since it was read.
      const settled = await deps.documents.settle(ref, refusal, new Date(nowMs).toISOString());
      return settled === 'settled' ? 'rejected' : 'waiting';
    }
  }
}

/** Removes uploads of settled versions and uploads that arrived after that; uploads of pending versions stay. */
async function removeUploads(run: Run): Promise<void> {
  const { deps, hasTime } = run;
  let after: string | undefined;
  do {
    const page = await deps.objects.list(deps.keys.prefixes.uploads, after, listed);
    await removeOrphans(page, ['pending'], run);
    after = page.length < listed ? undefined : page.at(-1)?.key;
  } while (after !== undefined && hasTime());
}

/** Examines a thousand verified objects per run, so that all objects are examined in rounds. */
async function walkDocuments(run: Run): Promise<void> {
  const { nowMs, deps, hasTime } = run;
  const { after, roundEndedAt } = await deps.work.walk();
  if (after === undefined && roundEndedAt !== undefined && nowMs - Date.parse(roundEndedAt) < roundsApartMs) return;
  const page = await deps.objects.list(deps.keys.prefixes.documents, after, listed);
  // The object of a pending version is from a verification that ended before it settled; the next one settles it.
  await removeOrphans(page, ['available', 'pending'], run);
  // The next run finds the rest of the page again.
  if (!hasTime()) return;
  const ended = page.length < listed;
  await deps.work.keepWalk({
    after: ended ? undefined : page.at(-1)?.key,
    roundEndedAt: ended ? new Date(nowMs).toISOString() : roundEndedAt,
  });
}

async function removeOrphans(
  page: readonly ListedObject[],
  wanted: readonly DocumentStatus[],
  { nowMs, result, deps, hasTime }: Run,
): Promise<void> {
  const old = page.filter(({ modifiedAt }) => nowMs - Date.parse(modifiedAt) > orphanAfterMs);
  const owners = old.map(({ key }) => deps.keys.ownerOf(key));
  const refs = owners.filter((owner) => owner !== undefined);
  const statuses = new Map(
    (await deps.work.statuses(refs)).map((status, index) => [refs[index] as DocumentRef, status]),
  );
  const orphans = old.filter((_, index) => {
    const owner = owners[index];
    const status = owner === undefined ? undefined : statuses.get(owner);
    return status === undefined || !wanted.includes(status);
  });
  await runBounded(orphans, parallel, async ({ key }) => {
    if (!hasTime()) return;
    await counted(key, result, deps, async () => {
      await deps.objects.remove(key);
      result.orphans += 1;
    });
  });
}

const incomplete = (result: SweepDocumentsResult): HubError =>
  new HubError({
    kind: 'transient',
    code: 'DOCUMENTS.SWEEP_INCOMPLETE',
    message: `the work on ${result.failed} documents or objects failed and is tried again; the rest is done`,
    details: { ...result },
  });
