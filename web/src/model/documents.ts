// Documents in the console: their order and the possible actions with reasons. The API decides. Pure.
import type { Document } from '../../../shared/contracts/document.ts';
import type { Role } from '../../../shared/contracts/values/permissions.ts';
import { lacking } from '../auth/permission.ts';
import { previewOf } from './document-file.ts';

export interface Reader {
  readonly role: Role;
  /** Name in the API's data. */
  readonly actor: string;
}

/** Reason why each action is impossible; null when it is possible. */
export interface DocumentActions {
  readonly preview: string | null;
  readonly download: string | null;
  readonly newVersion: string | null;
  readonly remove: string | null;
}

type Seen = Pick<Document, 'status' | 'content_type' | 'uploaded_by'>;

export function documentActions(document: Seen, { role, actor }: Reader): DocumentActions {
  const gone = document.status === 'deleted' ? 'The document was deleted.' : null;
  const open = gone ?? lacking(role, 'document:download') ?? notOpenable(document);
  const noPreview = previewOf(document.content_type) === null ? 'This type is not shown here; download it.' : null;
  return {
    preview: open ?? noPreview,
    download: open,
    newVersion:
      gone ??
      lacking(role, 'document:upload') ??
      (document.uploaded_by === actor ? null : lacking(role, 'document:replace-any')),
    remove:
      gone ??
      lacking(role, 'document:delete') ??
      (document.uploaded_by === actor ? null : lacking(role, 'document:delete-any')),
  };
}

const notOpenable = ({ status }: Seen): string | null => {
  if (status === 'pending') return 'Its contents have not been checked yet.';
  return status === 'rejected' ? 'It was rejected, so it cannot be opened.' : null;
};

/** Newest first, deleted ones at the end. */
export function inOrder(documents: readonly Document[]): readonly Document[] {
  const rank = ({ status }: Document) => (status === 'deleted' ? 1 : 0);
  return documents.toSorted((a, b) => rank(a) - rank(b) || b.document_id.localeCompare(a.document_id));
}
