// Steps of one upload, from the chosen file to the verified document, and their display. Pure.
import type { Document, DocumentDeclaration, DocumentUpload } from '../../../shared/contracts/document.ts';
import type { Problem } from '../api/problem.ts';

export type UploadStep = 'reading' | 'declaring' | 'sending' | 'checking' | 'done' | 'failed' | 'cancelled';

export interface Upload {
  /** Id within this tab. */
  readonly key: string;
  readonly submissionId: string;
  /** Known after the declaration; set from the start for a new version of a document. */
  readonly documentId: string | null;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly step: UploadStep;
  readonly sentBytes: number;
  /** Reason of the failure; null unless `failed`. */
  readonly problem: Problem | null;
  /** Verification outcome; null until then. */
  readonly outcome: Document | null;
}

/** Progress of an upload; a retry continues from it. */
export interface Reached {
  readonly declaration: DocumentDeclaration | null;
  readonly link: DocumentUpload | null;
  readonly sent: boolean;
}

export const nothingReached: Reached = { declaration: null, link: null, sent: false };

/** Leaves the store time to receive the bytes. */
const marginMs = 10_000;

/** Next step. A link that is about to expire is requested again. */
export function nextStep(reached: Reached, now: number): 'reading' | 'declaring' | 'sending' | 'checking' {
  if (reached.declaration === null) return 'reading';
  if (reached.sent) return 'checking';
  if (reached.link === null || Date.parse(reached.link.expires_at) - marginMs <= now) return 'declaring';
  return 'sending';
}

/** True while the upload continues on its own. */
export const isRunning = ({ step }: Upload): boolean =>
  step === 'reading' || step === 'declaring' || step === 'sending' || step === 'checking';

/** Sent share of the bytes, 0 to 100. */
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
