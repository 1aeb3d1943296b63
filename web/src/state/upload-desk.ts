// Uploads of this tab. They outlive their page, stop at a failure, and continue from there on retry.
import { type Signal, signal } from '@preact/signals';
import type { Document, DocumentDeclaration, DocumentDeclared } from '../../../shared/contracts/document.ts';
import type { DocumentsApi } from '../api/documents-api.ts';
import { randomUuid } from '../api/idempotency-key.ts';
import { abortedCode, type Problem, type Result } from '../api/problem.ts';
import type { PutOptions } from '../api/put-options.ts';
import { isRunning, nextStep, nothingReached, type Reached, type Upload } from '../model/upload.ts';

/** A validated file. */
export interface CheckedFile {
  readonly file: File;
  readonly contentType: DocumentDeclaration['content_type'];
}

export interface UploadDesk {
  /** In the order of their start. */
  readonly uploads: Signal<readonly Upload[]>;
  /** @param documentId Uploads the file as a new version of this document. */
  start(submissionId: string, chosen: CheckedFile, documentId?: string): void;
  /** Continues with a document that was declared together with its submission. */
  adopt(submissionId: string, chosen: CheckedFile, declaration: DocumentDeclaration, declared: DocumentDeclared): void;
  /** Continues from the failed step. */
  retry(key: string): void;
  cancel(key: string): void;
  /** Removes a finished upload. */
  dismiss(key: string): void;
}

export interface UploadDeskDeps {
  readonly api: Pick<DocumentsApi, 'declare' | 'declareVersion' | 'complete'>;
  readonly put: (options: PutOptions) => Promise<Result<null>>;
  readonly declare: (chosen: CheckedFile) => Promise<DocumentDeclaration>;
  readonly now: () => number;
}

interface Job {
  readonly chosen: CheckedFile;
  reached: Reached;
  running: AbortController;
  /** Idempotency key of the declaration; replaced when a link has expired. */
  declareKey: string;
}

interface Work {
  readonly upload: Upload;
  readonly job: Job;
  readonly tell: (changes: Partial<Upload>) => void;
}

/** Returns the document after the last step, null before it. */
type Step = (work: Work, deps: UploadDeskDeps) => Promise<Result<Document | null>>;

export function createUploadDesk(deps: UploadDeskDeps): UploadDesk {
  const uploads = signal<readonly Upload[]>([]);
  const jobs = new Map<string, Job>();
  const find = (key: string) => uploads.peek().find((upload) => upload.key === key);
  const change = (key: string, changes: Partial<Upload>) => {
    uploads.value = uploads.peek().map((upload) => (upload.key === key ? { ...upload, ...changes } : upload));
  };

  function begin(submissionId: string, chosen: CheckedFile, documentId: string | null, reached: Reached): void {
    const key = randomUuid();
    const { name: fileName, size: sizeBytes } = chosen.file;
    jobs.set(key, { chosen, reached, running: new AbortController(), declareKey: randomUuid() });
    const state = { step: 'reading', sentBytes: 0, problem: null, outcome: null } as const;
    uploads.value = [...uploads.peek(), { key, submissionId, documentId, fileName, sizeBytes, ...state }];
    void run(key);
  }

  async function run(key: string): Promise<void> {
    const job = jobs.get(key);
    if (job === undefined) return;
    job.running = new AbortController();
    const { signal: stop } = job.running;
    const tell = (changes: Partial<Upload>) => {
      if (!stop.aborted) change(key, changes);
    };
    for (let upload = find(key); upload !== undefined && !stop.aborted; upload = find(key)) {
      const step = nextStep(job.reached, deps.now());
      tell({ step, problem: null, sentBytes: 0 });
      const result = await steps[step]({ upload, job, tell }, deps);
      if (!result.ok) return tell({ step: 'failed', problem: result.problem });
      if (result.value !== null) return tell({ step: 'done', outcome: result.value });
    }
  }

  return {
    uploads,
    start: (submissionId, chosen, documentId) => begin(submissionId, chosen, documentId ?? null, nothingReached),
    adopt: (submissionId, chosen, declaration, { document, upload }) =>
      begin(submissionId, chosen, document.document_id, { declaration, link: upload, sent: false }),
    retry(key) {
      const upload = find(key);
      if (upload !== undefined && !isRunning(upload)) void run(key);
    },
    cancel(key) {
      jobs.get(key)?.running.abort();
      change(key, { step: 'cancelled' });
    },
    dismiss(key) {
      jobs.delete(key);
      uploads.value = uploads.peek().filter((upload) => upload.key !== key);
    },
  };
}

const readFile: Step = async ({ job }, deps) => {
  try {
    job.reached = { ...job.reached, declaration: await deps.declare(job.chosen) };
    return went;
  } catch (error) {
    return { ok: false, problem: unreadable(error) };
  }
};

const askForLink: Step = async ({ upload, job, tell }, deps) => {
  const { declaration, link } = job.reached;
  if (declaration === null) return went;
  // The same key after a lost answer, a new one after an expired link.
  if (link !== null) job.declareKey = randomUuid();
  const result = await (upload.documentId === null
    ? deps.api.declare(upload.submissionId, declaration, job.declareKey)
    : deps.api.declareVersion(upload.documentId, declaration, job.declareKey));
  if (!result.ok) return result;
  job.reached = { ...job.reached, link: result.value.upload };
  tell({ documentId: result.value.document.document_id });
  return went;
};

const send: Step = async ({ job, tell }, deps) => {
  const { link } = job.reached;
  if (link === null) return went;
  const { url, headers } = link;
  const onProgress = (sentBytes: number) => tell({ sentBytes });
  const result = await deps.put({ url, headers, body: job.chosen.file, onProgress, signal: job.running.signal });
  if (result.ok) job.reached = { ...job.reached, sent: true };
  // A refused link stays refused, so the retry requests another.
  else if (result.problem.status === 403) job.reached = { ...job.reached, link: { ...link, expires_at: longAgo } };
  return result;
};

const check: Step = ({ upload }, deps) => deps.api.complete(upload.documentId ?? '', randomUuid());

const steps: Readonly<Record<ReturnType<typeof nextStep>, Step>> = {
  reading: readFile,
  declaring: askForLink,
  sending: send,
  checking: check,
};

const went: Result<null> = { ok: true, value: null, etag: null };
const longAgo = '1970-01-01T00:00:00.000Z';

function unreadable(error: unknown): Problem {
  return {
    status: 0,
    code: error instanceof DOMException && error.name === 'AbortError' ? abortedCode : 'CLIENT.UNREADABLE_FILE',
    title: 'The file could not be read',
    detail: error instanceof Error ? error.message : String(error),
    traceId: null,
    retryable: false,
    errors: [],
    allowed: null,
  };
}
