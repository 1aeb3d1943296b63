// Validates text such as reasons and comments by the API's rules before sending. Pure.
import { textLimits } from '../../../shared/contracts/values/text-limits.ts';
import { formatCount } from './labels.ts';

const controlCharacters =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/;

// White space and invisible characters, by the API's definition.
const visible = /[^\s\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200D\u2060-\u206F\u3164\uFEFF\uFFA0]/;
const lineBreaks = /[\r\n\t\u2028\u2029]/;

/** Counts characters like the API: a surrogate pair is one. */
export const lengthOf = (text: string): number => Array.from(text).length;

/** Validates a required text; returns the problem or null. */
export function textProblem(value: string, max: number, whenEmpty: string): string | null {
  const text = value.trim();
  if (text === '') return whenEmpty;
  const length = lengthOf(text);
  if (length > max) return `At most ${formatCount(max)} characters; this has ${formatCount(length)}.`;
  if (controlCharacters.test(text)) return 'Remove the invisible control characters.';
  return visible.test(text) ? null : 'This text has no visible characters.';
}

/** Validates a required text of one line; returns the problem or null. */
export function lineProblem(value: string, max: number, whenEmpty: string): string | null {
  return lineBreaks.test(value.trim()) ? 'Enter a single line.' : textProblem(value, max, whenEmpty);
}

/** Validates a reason; returns the problem or null. */
export const reasonProblem = (reason: string): string | null =>
  textProblem(reason, textLimits.reason, 'Give a reason; it is kept in the history.');

/** Validates a comment; returns the problem or null. */
export const commentProblem = (text: string): string | null =>
  textProblem(text, textLimits.comment, 'Write the comment first.');

/** Converts an API message (lower case, no full stop) to a sentence. */
export function sentence(detail: string): string {
  const text = detail.charAt(0).toUpperCase() + detail.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
