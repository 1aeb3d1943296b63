// Reasons and comments that people give: the API's limits, checked before sending. Pure.
import { formatCount } from './labels.ts';

export const maxReasonLength = 512;
export const maxCommentLength = 2000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const controlCharacters = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

/** What is wrong with a text that has to be given, or null. */
export function textProblem(value: string, max: number, whenEmpty: string): string | null {
  const { length } = value.trim();
  if (length === 0) return whenEmpty;
  if (length > max) return `At most ${formatCount(max)} characters; this has ${formatCount(length)}.`;
  return controlCharacters.test(value) ? 'Remove the invisible control characters.' : null;
}

/** What is wrong with a reason, or null. */
export const reasonProblem = (reason: string): string | null =>
  textProblem(reason, maxReasonLength, 'Give a reason; it is kept in the history.');

/** What is wrong with a comment, or null. */
export const commentProblem = (text: string): string | null =>
  textProblem(text, maxCommentLength, 'Write the comment first.');

/** API messages are lower case without a full stop. */
export function sentence(detail: string): string {
  const text = detail.charAt(0).toUpperCase() + detail.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
