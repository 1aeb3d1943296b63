// What is in the intake form, and the key of its submission. Both outlive the page, so that looking elsewhere or signing
// in again loses nothing and sends nothing twice. They are one person's: a sign-out or another person empties them.
import { type Signal, signal } from '@preact/signals';
import { createKeyring } from '../api/idempotency-key.ts';
import { emptyDraft, type SubmissionDraft, submissionFields } from '../model/submission-form.ts';
import type { CheckedFile } from './upload-desk.ts';

export interface IntakeDraft {
  readonly fields: Signal<SubmissionDraft>;
  readonly file: Signal<CheckedFile | null>;
  /** Its key stays until the submission was answered, however often the form is left and sent again. */
  readonly keyring: ReturnType<typeof createKeyring>;
  /** Empties the form; the same typed again is still the same submission. */
  clear(): void;
  /** Empties everything, for the next person. */
  forget(): void;
  /** Forgets everything unless it is this person's or nobody's. @param actor Person who is signed in */
  belongTo(actor: string): void;
  /** Before the page is left to sign in. The file is not kept: only this page may read it. */
  keep(): void;
  /** Takes back what was kept. */
  restore(): void;
}

/** The part of `sessionStorage` that is used. */
interface Storage {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const storageKey = 'hub.draft';

export function createIntakeDraft(storage: Storage): IntakeDraft {
  const fields = signal<SubmissionDraft>(emptyDraft);
  const file = signal<CheckedFile | null>(null);
  const keyring = createKeyring();
  /** Null until somebody signs in. */
  let owner: string | null = null;
  const clear = () => {
    storage.removeItem(storageKey);
    fields.value = emptyDraft;
    file.value = null;
  };
  const forget = () => {
    clear();
    keyring.done();
    owner = null;
  };
  return {
    fields,
    file,
    keyring,
    clear,
    forget,
    belongTo(actor) {
      if (owner !== null && owner !== actor) forget();
      owner = actor;
    },
    keep() {
      const typed = fields.peek();
      if (owner === null || typed === emptyDraft) return;
      storage.setItem(storageKey, JSON.stringify({ owner, fields: typed }));
    },
    restore() {
      const kept = parseKept(storage.getItem(storageKey));
      storage.removeItem(storageKey);
      if (kept === null || (owner !== null && owner !== kept.owner)) return;
      owner = kept.owner;
      fields.value = kept.fields;
    },
  };
}

interface Kept {
  readonly owner: string;
  readonly fields: SubmissionDraft;
}

function parseKept(text: string | null): Kept | null {
  try {
    const { owner, fields } = JSON.parse(text ?? 'null') as Readonly<Record<string, unknown>>;
    return typeof owner === 'string' && isDraft(fields) ? { owner, fields } : null;
  } catch {
    return null;
  }
}

const isDraft = (value: unknown): value is SubmissionDraft =>
  typeof value === 'object' &&
  value !== null &&
  submissionFields.every((name) => typeof (value as Readonly<Record<string, unknown>>)[name] === 'string');
