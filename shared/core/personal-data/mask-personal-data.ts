// Masking of personal data for callers who may not read it. What is shown is enough to tell records apart, no more.
import type { Comment } from '../../contracts/comment.ts';

/** `Ada Lovelace` is shown as `A•• L•••••••`; a word of one character as `•`. */
export function maskName(name: string): string {
  return name.replace(/\S+/gu, (word) => {
    const [first = '', ...rest] = [...word];
    return rest.length === 0 ? '•' : first + '•'.repeat(rest.length);
  });
}

/** `ada@example.test` is shown as `a••@example.test`, `a@…` as `•••@…`; text without an @ is masked whole. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  if (at < 1) return '•'.repeat([...email].length);
  const [first = '', ...rest] = [...email.slice(0, at)];
  const shown = rest.length === 0 ? '•' : first;
  return `${shown}${'•'.repeat(Math.max(rest.length, 2))}${email.slice(at)}`;
}

export interface Requester {
  readonly requester_name: string;
  readonly requester_email: string;
  readonly request_description: string;
  readonly withdraw_reason?: string | null;
  /** When these data were erased: then there is nothing left to mask. */
  readonly erased_at?: string | null;
}

/** Stands where a requester's data have been erased. */
export const erasedText = '[erased]';

/** Free text may name anybody, so it is withheld as a whole. */
export const withheldText = '[withheld: personal data]';

/** A copy in which the requester cannot be recognised. */
export function maskRequester<T extends Requester>(record: T): T {
  if (typeof record.erased_at === 'string') return record;
  return {
    ...record,
    requester_name: maskName(record.requester_name),
    requester_email: maskEmail(record.requester_email),
    request_description: withheldText,
    ...(typeof record.withdraw_reason === 'string' ? { withdraw_reason: withheldText } : {}),
  };
}

/** A comment as it is shown to who may not see personal data. */
export const withheldComment = (comment: Comment): Comment => ({ ...comment, text: withheldText });
