// Assembles a paged export into one file. Pure: reading is an argument.
import type { TextPage } from '../api/client.ts';
import type { Problem, Result } from '../api/problem.ts';
import { formatCount } from './labels.ts';

export interface Exported {
  readonly parts: readonly string[];
  /** Number of rows without the header. */
  readonly rows: number;
}

export type ExportOutcome =
  | { readonly kind: 'done'; readonly file: Exported }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly problem: Problem };

/**
 * @param load Reads the page at a cursor
 * @param onRows Receives the number of rows so far; returns false to stop
 */
export async function collectExport(
  load: (cursor: string | undefined) => Promise<Result<TextPage>>,
  onRows: (rows: number) => boolean,
): Promise<ExportOutcome> {
  const parts: string[] = [];
  let rows = 0;
  let cursor: string | undefined;
  do {
    const result = await load(cursor);
    if (!result.ok) return { kind: 'failed', problem: result.problem };
    const { text, next } = result.value;
    const part = parts.length === 0 ? text : withoutHeader(text, firstLine(parts[0] ?? ''));
    parts.push(part);
    rows += rowCount(part) - (parts.length === 1 ? 1 : 0);
    if (!onRows(Math.max(0, rows))) return { kind: 'cancelled' };
    cursor = next ?? undefined;
  } while (cursor !== undefined);
  return { kind: 'done', file: { parts, rows: Math.max(0, rows) } };
}

/** Final message; `what` is in the plural. */
export function exportedWords(rows: number, what: 'cases' | 'submissions'): string {
  return `Exported ${formatCount(rows)} ${rows === 1 ? what.slice(0, -1) : what}.`;
}

const firstLine = (text: string): string => text.slice(0, text.indexOf('\n') + 1);

/** Each page may repeat the header; the file has it once. */
const withoutHeader = (text: string, header: string): string =>
  header !== '' && text.startsWith(header) ? text.slice(header.length) : text;

/** Counts the rows of CSV text; line breaks within quotes belong to a value. */
function rowCount(text: string): number {
  let rows = 0;
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (character === '\n' && !quoted) rows += 1;
  }
  return rows;
}
