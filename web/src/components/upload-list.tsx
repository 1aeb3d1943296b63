// Uploads of one submission in this tab: their progress, the reason of a failure and the retry.

import { formatSize } from '../model/document-file.ts';
import { isRunning, percentSent, type Upload, uploadWords } from '../model/upload.ts';
import { useUploadDesk } from '../state/use-upload-desk.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { StatusBadge } from './status-badge.tsx';

/** @param documentId Shows only uploads of versions of this document. */
export function UploadList({ submissionId }: { submissionId: string }) {
  const desk = useUploadDesk();
  const mine = desk.uploads.value.filter((upload) => upload.submissionId === submissionId);
  if (mine.length === 0) return null;
  return (
    <ul class="uploads" aria-label="Uploads">
      {mine.map((upload) => (
        <UploadRow
          key={upload.key}
          upload={upload}
          onRetry={() => desk.retry(upload.key)}
          onCancel={() => desk.cancel(upload.key)}
          onDismiss={() => desk.dismiss(upload.key)}
        />
      ))}
    </ul>
  );
}

interface RowProps {
  readonly upload: Upload;
  readonly onRetry: () => void;
  readonly onCancel: () => void;
  readonly onDismiss: () => void;
}

function UploadRow({ upload, onRetry, onCancel, onDismiss }: RowProps) {
  const { fileName, sizeBytes, step, outcome } = upload;
  const running = isRunning(upload);
  const stopped = step === 'failed' || step === 'cancelled';
  return (
    <li class={`upload upload--${toneOf(upload)}`}>
      <Icon name={iconOf(upload)} class="upload__icon" />
      <div class="upload__body">
        <p class="upload__name">
          <bdi>{fileName}</bdi> <span class="quiet">{formatSize(sizeBytes)}</span>
        </p>
        <p class="upload__words" role="status">
          {uploadWords(upload)} {outcome !== null && <StatusBadge status={outcome.status} />}
        </p>
        {running && (
          <progress class="upload__bar" max={100} value={percentSent(upload)} aria-label={`Upload of ${fileName}`} />
        )}
        <Why upload={upload} />
      </div>
      <div class="upload__actions">
        {running && <Button onClick={onCancel}>Cancel</Button>}
        {stopped && (
          <Button icon="refresh" onClick={onRetry}>
            Try the upload again
          </Button>
        )}
        {!running && (
          <button
            type="button"
            class="icon-button"
            aria-label={`Hide the upload of ${fileName}`}
            title="Hide"
            onClick={onDismiss}
          >
            <Icon name="cross" />
          </button>
        )}
      </div>
    </li>
  );
}

function Why({ upload: { problem, outcome } }: { upload: Upload }) {
  if (problem !== null) {
    return (
      <p class="upload__why">
        {problem.title}. {problem.detail} The request itself is kept; only the file has to be sent again.
      </p>
    );
  }
  const rejection = outcome?.rejection ?? null;
  return rejection === null ? null : <p class="upload__why">{rejection.message}</p>;
}

function toneOf({ step, outcome }: Upload): 'plain' | 'good' | 'bad' {
  if (step === 'failed' || outcome?.status === 'rejected') return 'bad';
  return step === 'done' ? 'good' : 'plain';
}

function iconOf(upload: Upload): 'upload' | 'check' | 'alert' {
  const icons = { plain: 'upload', good: 'check', bad: 'alert' } as const;
  return icons[toneOf(upload)];
}
