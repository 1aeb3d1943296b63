// Schema of text that people write: allowed characters and length.
import * as z from 'zod/mini';

// Refuses control characters other than tab and line breaks, and characters that change the text direction.
const noControlCharacters = z.regex(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern refuses them
  /^[^\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]*$/,
  { error: 'must not contain control or direction characters' },
);
// Lists white space and invisible characters one by one, because readers of the API document may not know `\p{…}`.
const visible = z.regex(/[^\s\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180E\u200B-\u200D\u2060-\u206F\u3164\uFEFF\uFFA0]/, {
  error: 'must contain something visible',
});

/** No line breaks of any kind, no tabs. */
export const singleLine = z.regex(/^[^\r\n\t\u2028\u2029]*$/, { error: 'must be a single line' });

/** @param max Maximum number of characters after trimming. */
export const text = (max: number) =>
  z.string().check(z.trim(), z.minLength(1, { abort: true }), z.maxLength(max), noControlCharacters, visible);
