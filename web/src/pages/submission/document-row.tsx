// One document: its status, facts and versions, and the possible actions.
import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { Document } from '../../../../shared/contracts/document.ts';
import { createDocumentsApi } from '../../api/documents-api.ts';
import type { Problem } from '../../api/problem.ts';
import { ActionButton } from '../../components/action-button.tsx';
import { Icon } from '../../components/icon.tsx';
import { Ago } from '../../components/instant.tsx';
import { ProblemNotice } from '../../components/states.tsx';
import { StatusBadge } from '../../components/status-badge.tsx';
import { acceptedExtensions, decideFile, formatSize, typeWords } from '../../model/document-file.ts';
import { documentActions } from '../../model/documents.ts';
import { sentence } from '../../model/reason.ts';
import { useApi, useServices } from '../../state/services.ts';
import { useUploadDesk } from '../../state/use-upload-desk.ts';
import { DeleteDocument } from './delete-document.tsx';
import { DocumentPreview } from './document-preview.tsx';
import { DocumentVersions } from './document-versions.tsx';
import { openLink } from './open-link.ts';

type Opened = 'preview' | 'delete' | 'versions';

export function DocumentRow({ document, onChanged }: { document: Document; onChanged: () => void }) {
  const api = useApi(createDocumentsApi);
  const open = useSignal<Opened | null>(null);
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const { document_id: id, version } = document;
  const show = (what: Opened | null) => {
    open.value = what;
  };

  const download = async () => {
    busy.value = true;
    const result = await api.link(id, { disposition: 'attachment', version });
    busy.value = false;
    problem.value = result.ok ? null : result.problem;
    if (result.ok) openLink(result.value.url);
  };
  return (
    <li class={`document ${document.status === 'deleted' ? 'document--gone' : ''}`}>
      <Icon name={document.content_type.startsWith('image/') ? 'image' : 'file'} class="document__icon" />
      <div class="document__body">
        <p class="document__name">
          <bdi>{document.file_name}</bdi> <StatusBadge status={document.status} />
        </p>
        <Facts document={document} />
        <Remark document={document} />
        <Actions document={document} busy={busy.value} onShow={show} onDownload={() => void download()} />
        {problem.value !== null && <ProblemNotice problem={problem.value} onRetry={() => void download()} />}
      </div>
      {open.value === 'preview' && <DocumentPreview document={document} onClose={() => show(null)} />}
      {open.value === 'versions' && <DocumentVersions document={document} onClose={() => show(null)} />}
      {open.value === 'delete' && (
        <DeleteDocument
          document={document}
          onClose={() => show(null)}
          onDeleted={() => {
            show(null);
            onChanged();
          }}
        />
      )}
    </li>
  );
}

interface ActionsProps {
  readonly document: Document;
  readonly busy: boolean;
  readonly onShow: (what: Opened) => void;
  readonly onDownload: () => void;
}

function Actions({ document, busy, onShow, onDownload }: ActionsProps) {
  const { session } = useServices();
  const may = documentActions(document, session.current.value ?? { role: 'viewer', actor: '' });
  const { file_name: fileName } = document;
  return (
    <div class="document__actions">
      <ActionButton
        icon="eye"
        words="Preview"
        of={fileName}
        unavailable={may.preview}
        onClick={() => onShow('preview')}
      />
      <ActionButton
        icon="download"
        words="Download"
        of={fileName}
        unavailable={may.download}
        busy={busy}
        onClick={onDownload}
      />
      <NewVersion document={document} unavailable={may.newVersion} />
      <ActionButton icon="clock" words="Versions" of={fileName} unavailable={null} onClick={() => onShow('versions')} />
      <ActionButton icon="bin" words="Delete" of={fileName} unavailable={may.remove} onClick={() => onShow('delete')} />
    </div>
  );
}

function Facts({ document }: { document: Document }) {
  return (
    <p class="document__facts">
      <span>{typeWords(document.content_type)}</span>
      <span>{formatSize(document.size_bytes)}</span>
      <span>Version {document.version}</span>
      <span>
        {document.uploaded_by}, <Ago at={document.created_at} />
      </span>
      <span class="document__sum" title={`SHA-256 ${document.sha256}`}>
        SHA-256 <code class="code">{document.sha256.slice(0, 12)}…</code>
      </span>
    </p>
  );
}

/** Reason of a rejection, or author and reason of a deletion. */
function Remark({ document: { rejection, status, deleted_by, deleted_at, delete_reason } }: { document: Document }) {
  if (status === 'deleted' && deleted_at !== null) {
    return (
      <p class="document__remark">
        Deleted by {deleted_by} <Ago at={deleted_at} />: <span class="user-text">{delete_reason}</span>
      </p>
    );
  }
  if (status === 'pending') return <p class="document__remark">Waiting for its contents to be checked.</p>;
  if (rejection === null) return null;
  return (
    <p class="document__remark document__remark--bad">
      {sentence(rejection.message)} <code class="code">{rejection.code}</code>
    </p>
  );
}

function NewVersion({ document, unavailable }: { document: Document; unavailable: string | null }) {
  const { config } = useServices();
  const desk = useUploadDesk();
  const message = useSignal<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <ActionButton
        icon="upload"
        words="New version"
        of={document.file_name}
        unavailable={unavailable}
        onClick={() => input.current?.click()}
      />
      <input
        ref={input}
        class="visually-hidden"
        type="file"
        tabIndex={-1}
        accept={acceptedExtensions}
        aria-label={`File of the new version of ${document.file_name}`}
        aria-hidden="true"
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file === undefined) return;
          const decision = decideFile(file, config.documentLimitBytes);
          message.value = decision.kind === 'refused' ? decision.message : null;
          if (decision.kind === 'accepted') {
            desk.start(document.submission_id, { file, contentType: decision.contentType }, document.document_id);
          }
        }}
      />
      {message.value !== null && (
        <p class="field__message document__message" role="alert">
          {message.value}
        </p>
      )}
    </>
  );
}
