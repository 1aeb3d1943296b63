// Documents of a submission: their list, uploads and actions.
import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { createDocumentsApi } from '../../api/documents-api.ts';
import { lacking } from '../../auth/permission.ts';
import { Card } from '../../components/card.tsx';
import { FileDrop } from '../../components/file-drop.tsx';
import { Empty, Notice, Shown } from '../../components/states.tsx';
import { UploadList } from '../../components/upload-list.tsx';
import { acceptedExtensions, acceptedWords, decideFile, formatSize } from '../../model/document-file.ts';
import { inOrder } from '../../model/documents.ts';
import { useLive } from '../../state/live.ts';
import { useApi, useServices } from '../../state/services.ts';
import { useUploadDesk } from '../../state/use-upload-desk.ts';
import { DocumentRow } from './document-row.tsx';

const pendingMs = 1500;
const restingMs = 15_000;

export interface DocumentsPanelProps {
  readonly submissionId: string;
  /** Reason why no document can be added; undefined while it is possible. */
  readonly closed?: string;
}

export function DocumentsPanel({ submissionId, closed }: DocumentsPanelProps) {
  const api = useApi(createDocumentsApi);
  const desk = useUploadDesk();
  const finished = desk.uploads.value.filter(
    (upload) => upload.submissionId === submissionId && upload.step === 'done',
  ).length;
  const live = useLive({
    key: submissionId,
    load: (signal) => api.ofSubmission(submissionId, signal),
    everyMs: (page) => (page?.data.some(({ status }) => status === 'pending') === true ? pendingMs : restingMs),
  });
  useReloadOn(finished, live.reload);
  return (
    <Card
      id="documents"
      title="Documents"
      lead="Supporting files. The hub verifies the contents of each file before anybody can open it."
    >
      <div class="documents">
        <UploadList submissionId={submissionId} />
        <Shown of={live} what="documents">
          {({ data }) =>
            data.length === 0 ? (
              <Empty icon="file" title="No documents" />
            ) : (
              <ul class="document-list">
                {inOrder(data).map((document) => (
                  <DocumentRow key={document.document_id} document={document} onChanged={live.reload} />
                ))}
              </ul>
            )
          }
        </Shown>
        <AddDocument submissionId={submissionId} closed={closed} />
      </div>
    </Card>
  );
}

/** Shows finished uploads of this tab at once, without closing dialogs of other documents. */
function useReloadOn(count: number, reload: () => void): void {
  const seen = useRef(count);
  useEffect(() => {
    if (seen.current === count) return;
    seen.current = count;
    reload();
  }, [count]);
}

function AddDocument({ submissionId, closed }: { submissionId: string; closed: string | undefined }) {
  const { session, config } = useServices();
  const desk = useUploadDesk();
  const message = useSignal<string | undefined>(undefined);
  const missing = closed ?? lacking(session.current.value?.role ?? 'viewer', 'document:upload');
  if (missing !== null) {
    return (
      <Notice title="You cannot add documents here">
        <p>{missing}</p>
      </Notice>
    );
  }
  return (
    <FileDrop
      id="add-document"
      label="Add a document"
      hint={`Drop a file here or choose one: ${acceptedWords}, at most ${formatSize(config.documentLimitBytes)}.`}
      accept={acceptedExtensions}
      message={message.value}
      onFile={(file) => {
        const decision = decideFile(file, config.documentLimitBytes);
        message.value = decision.kind === 'refused' ? decision.message : undefined;
        if (decision.kind === 'accepted') desk.start(submissionId, { file, contentType: decision.contentType });
      }}
    />
  );
}
