// Masks personal data for callers who may not read it. The masked values only allow to tell submissions apart.
import type { Comment } from '../../contracts/comment.ts';

/** `Ada Lovelace` is shown as `A•• L•••••••`; a word of one character as `•`. */
export function maskName(name: string): string {
  return name.replace(/\S+/gu, (word) => {
    const [first = '', ...rest] = [...word];
    return rest.length === 0 ? '•' : first + '•'.repeat(rest.length);
  });
}

/** `ada@example.test` is shown as `a••@example.test`, `a@…` as `•••@…`; text without an @ is fully masked. */
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
  /** Instant of the erasure; erased data are not masked. */
  readonly erased_at?: string | null;
}

/** Replaces erased data of a requester. */
export const erasedText = '[erased]';

/** Replaces free text, which may name people. */
export const withheldText = '[withheld: personal data]';

/** A copy with masked name and address and withheld text. */
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

/** A comment for callers who may not read personal data. */
export const withheldComment = (comment: Comment): Comment => ({ ...comment, text: withheldText });
