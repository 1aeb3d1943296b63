// Steps of one upload, from the chosen file to a verified document, and how they look to a person. Pure.
import type { Document, DocumentDeclaration, DocumentUpload } from '../../../shared/contracts/document.ts';
import type { Problem } from '../api/problem.ts';

export type UploadStep = 'reading' | 'declaring' | 'sending' | 'checking' | 'done' | 'failed' | 'cancelled';

export interface Upload {
  /** In this tab only. */
  readonly key: string;
  readonly submissionId: string;
  /** Known once declared; set from the start for a new version of a document. */
  readonly documentId: string | null;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly step: UploadStep;
  readonly sentBytes: number;
  /** Why it stopped; null unless `failed`. */
  readonly problem: Problem | null;
  /** What became of it; null until then. */
  readonly outcome: Document | null;
}

/** What an upload has reached so far; a retry goes on from there. */
export interface Reached {
  readonly declaration: DocumentDeclaration | null;
  readonly link: DocumentUpload | null;
  readonly sent: boolean;
}

export const nothingReached: Reached = { declaration: null, link: null, sent: false };

/** Leaves the store time to receive the bytes. */
const marginMs = 10_000;

/** What comes next: the step that was not reached yet. A link about to end is asked for again. */
export function nextStep(reached: Reached, now: number): 'reading' | 'declaring' | 'sending' | 'checking' {
  if (reached.declaration === null) return 'reading';
  if (reached.sent) return 'checking';
  if (reached.link === null || Date.parse(reached.link.expires_at) - marginMs <= now) return 'declaring';
  return 'sending';
}

/** Whether it goes on by itself. */
export const isRunning = ({ step }: Upload): boolean =>
  step === 'reading' || step === 'declaring' || step === 'sending' || step === 'checking';

/** Part of the bytes that is sent, 0 to 100. */
export function percentSent({ step, sentBytes, sizeBytes }: Upload): number {
  if (step === 'checking' || step === 'done') return 100;
  return sizeBytes === 0 ? 0 : Math.min(100, Math.floor((sentBytes / sizeBytes) * 100));
}

const words: Readonly<Record<UploadStep, string>> = {
  reading: 'Reading the file…',
  declaring: 'Asking for an upload link…',
  sending: 'Uploading…',
  checking: 'Uploaded. Its contents are being checked…',
  done: 'Done',
  failed: 'The upload stopped',
  cancelled: 'Cancelled',
};

export function uploadWords(upload: Upload): string {
  const { step, outcome } = upload;
  if (step !== 'done' || outcome === null) return words[step];
  if (outcome.status === 'available') return 'Uploaded and checked';
  if (outcome.status === 'rejected') return 'Uploaded, but not accepted';
  return 'Uploaded. The check goes on.';
}
