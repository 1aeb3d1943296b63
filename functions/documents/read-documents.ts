// Reads documents: one with its versions, those of a submission, and all newest first. File names may name people, so
// they are masked for callers who may not read personal data.
import type { Reader } from '../../shared/auth/reader.ts';
import type {
  Document,
  DocumentStatus,
  DocumentVersion,
  DocumentWithVersions,
} from '../../shared/contracts/document.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { maskedFileName } from '../../shared/core/documents/document-names.ts';
import { listName, readPage } from '../../shared/core/lists/paging.ts';
import { withheldText } from '../../shared/core/personal-data/mask-personal-data.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { DocumentStore } from '../../shared/table/documents/document-store.ts';
import type { Cursors } from '../../shared/table/engine/cursor.ts';
import type { IntakeStore } from '../../shared/table/intake/intake-store.ts';

export interface ReadDocumentsDeps {
  readonly documents: Pick<DocumentStore, 'withVersions' | 'ofSubmission' | 'newest'>;
  readonly intake: Pick<IntakeStore, 'submission'>;
  readonly cursors: Cursors;
}

export async function readDocument(
  input: { readonly documentId: string } & Reader,
  deps: Pick<ReadDocumentsDeps, 'documents'>,
): Promise<DocumentWithVersions> {
  const { documentId } = input;
  const { document, versions } = found(await deps.documents.withVersions(documentId), 'document', documentId);
  const shown = versions.map((version) => maskName(asOfDocument(version, document.status), input));
  return { ...shownTo(document, input), versions: shown };
}

/** All versions of a deleted document are deleted, except rejected ones, which stay rejected. */
function asOfDocument(version: DocumentVersion, status: DocumentStatus): DocumentVersion {
  return status === 'deleted' && version.status !== 'rejected' ? { ...version, status } : version;
}

export async function listDocumentsOf(
  input: { readonly submissionId: string; readonly query: PageQuery } & Reader,
  deps: ReadDocumentsDeps,
): Promise<Page<Document>> {
  const { submissionId, query } = input;
  found(await deps.intake.submission(submissionId), 'submission', submissionId);
  return readPage(`documents of ${submissionId}`, query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.documents.ofSubmission(submissionId, limit, after);
    return { items: items.map(({ document }) => shownTo(document, input)), next };
  });
}

export type DocumentQuery = PageQuery & { readonly status?: DocumentStatus | undefined };

/** Maximum number of pages read for one filtered page, which may be short or empty and still have a next one. */
const mostPages = 5;

export async function listDocuments(
  input: { readonly query: DocumentQuery } & Reader,
  deps: ReadDocumentsDeps,
): Promise<Page<Document>> {
  const { query } = input;
  return readPage(listName('documents', query), query, deps.cursors, async (limit, after) => {
    const items: Document[] = [];
    let position = after;
    for (let page = 0; page < mostPages && items.length < limit; page += 1) {
      const read = await deps.documents.newest(limit - items.length, position);
      const wanted = read.items.filter(
        ({ document }) => query.status === undefined || document.status === query.status,
      );
      items.push(...wanted.map(({ document }) => shownTo(document, input)));
      position = read.next;
      if (position === undefined) break;
    }
    return { items, next: position };
  });
}

/** A document as the caller may read it. */
export function shownTo(document: Document, reader: Reader): Document {
  if (reader.unmasked) return document;
  const reason = document.delete_reason === null ? null : withheldText;
  return { ...maskName(document, reader), delete_reason: reason };
}

function maskName<T extends { readonly file_name: string }>(of: T, { unmasked }: Reader): T {
  return unmasked ? of : { ...of, file_name: maskedFileName(of.file_name) };
}
