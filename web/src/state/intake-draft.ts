// The input of the intake form and its idempotency key. Both outlive the page, so that navigation or a new sign-in
// loses nothing and sends nothing twice. They belong to one person: a sign-out or another person clears them.
import { type Signal, signal } from '@preact/signals';
import { createKeyring } from '../api/idempotency-key.ts';
import { emptyDraft, type SubmissionDraft, submissionFields } from '../model/submission-form.ts';
import type { CheckedFile } from './upload-desk.ts';

export interface IntakeDraft {
  readonly fields: Signal<SubmissionDraft>;
  readonly file: Signal<CheckedFile | null>;
  /** The key stays until the API has answered, however often the form is left and sent again. */
  readonly keyring: ReturnType<typeof createKeyring>;
  /** Clears the form; the same input typed again keeps its key. */
  clear(): void;
  /** Clears everything for the next person. */
  forget(): void;
  /** Clears everything that belongs to another person. @param actor The signed-in person */
  belongTo(actor: string): void;
  /** Stores the input before a redirect to the sign-in. It cannot store the file: only this page may read it. */
  keep(): void;
  /** Restores the stored input. */
  restore(): void;
}

/** Used subset of `sessionStorage`. */
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
  /** Null before a sign-in. */
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
