// All versions of a document, newest first.
import type { Document, DocumentVersion } from '../../../../shared/contracts/document.ts';
import { createDocumentsApi } from '../../api/documents-api.ts';
import { Copyable } from '../../components/copyable.tsx';
import { ReadDialog } from '../../components/form-dialog.tsx';
import { Instant } from '../../components/instant.tsx';
import { Shown } from '../../components/states.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { formatSize, typeWords } from '../../model/document-file.ts';
import { sentence } from '../../model/reason.ts';
import { useLive } from '../../state/live.ts';
import { useApi } from '../../state/services.ts';

export function DocumentVersions({ document, onClose }: { document: Document; onClose: () => void }) {
  const api = useApi(createDocumentsApi);
  const live = useLive({
    key: document.document_id,
    load: (signal) => api.one(document.document_id, signal),
    everyMs: () => 10_000,
  });
  const title = (
    <>
      Versions of <bdi>{document.file_name}</bdi>
    </>
  );
  return (
    <ReadDialog title={title} onClose={onClose}>
      <Shown of={live} what="the versions">
        {({ versions }) => (
          <ol class="versions">
            {versions
              .toSorted((a, b) => b.version - a.version)
              .map((version) => (
                <Version key={version.version} of={version} />
              ))}
          </ol>
        )}
      </Shown>
    </ReadDialog>
  );
}

function Version({ of: version }: { of: DocumentVersion }) {
  return (
    <li class="version">
      <p class="version__head">
        <span class="strong">Version {version.version}</span> <StatusBadge status={version.status} />
      </p>
      <p>
        <bdi>{version.file_name}</bdi>{' '}
        <span class="quiet">
          {typeWords(version.content_type)}, {formatSize(version.size_bytes)}
        </span>
      </p>
      <p class="quiet">
        {version.uploaded_by} · <Instant at={version.created_at} />
      </p>
      {version.rejection !== null && <p class="document__remark--bad">{sentence(version.rejection.message)}</p>}
      <p class="version__sum">
        <Copyable value={version.sha256} what="SHA-256" />
      </p>
    </li>
  );
}
