// Comma-separated values by RFC 4180, safe to open in a spreadsheet: what would be read as a formula is marked as text.
import type { Page } from '../../contracts/page.ts';

export interface CsvPage {
  readonly text: string;
  /** Cursor of the next page; null at the end. */
  readonly next: string | null;
}

type Value = string | number | boolean | null | undefined;

/** Text that a spreadsheet evaluates as a formula: plain or full-width signs, also behind blanks; a leading tab or line end. */
const formulaStart = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;

/** The same behind a semicolon, at which spreadsheets of many languages end a field. */
const formulaInside = /;(?=\s*[=+\-@＝＋－＠])/gu;

/**
 * Text that would be a formula gets an apostrophe in front, which spreadsheets do not show; inside of a text it is put
 * behind the semicolon. Numbers are written as they are.
 */
export function csvField(value: Value): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = (formulaStart.test(value) ? `'${value}` : value).replace(formulaInside, ";'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

export const csvLine = (values: readonly Value[]): string => `${values.map(csvField).join(',')}\r\n`;

/** A page as CSV. Only the first one has the header row, so that pages put one behind the other are one file. */
export function csvPage<K extends string, T extends Readonly<Record<K, Value>>>(
  fields: readonly K[],
  query: { readonly cursor?: string | undefined },
  { data, pagination }: Page<T>,
): CsvPage {
  const lines = data.map((item) => csvLine(fields.map((field) => item[field])));
  const header = query.cursor === undefined ? csvLine(fields) : '';
  return { text: header + lines.join(''), next: pagination.next };
}
