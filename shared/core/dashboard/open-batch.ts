// A batch of rows that is counted before its rows are written. Its claims say what it counted for which row, and each row
// that is written keeps the batch's id: whoever finds the batch open can tell which claims hold.
import type { Counts } from './projections.ts';
import { sumOf, times } from './row-counts.ts';

export interface OpenBatch {
  readonly id: string;
  /** In milliseconds since 1970. */
  readonly openedAtMs: number;
  readonly claims: readonly Claim[];
}

/** Counts that are the same for each of some rows. */
export interface Claim {
  readonly counts: Counts;
  /** Ids of submissions. */
  readonly rows: readonly string[];
}

/** Claims of rows that change their counts; rows with the same change share one. */
export function claimsOf(changes: readonly { readonly row: string; readonly counts: Counts }[]): readonly Claim[] {
  const claims = new Map<string, { readonly counts: Counts; readonly rows: string[] }>();
  for (const { row, counts } of changes) {
    const entries = Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1));
    if (entries.length === 0) continue;
    const claim = claims.get(JSON.stringify(entries)) ?? { counts, rows: [] };
    claim.rows.push(row);
    claims.set(JSON.stringify(entries), claim);
  }
  return [...claims.values()];
}

/** Sum of the claims. */
export const claimed = (claims: readonly Claim[]): Counts =>
  sumOf(claims.map(({ counts, rows }) => times(counts, rows.length)));

export const rowsOf = ({ claims }: Pick<OpenBatch, 'claims'>): readonly string[] => claims.flatMap(({ rows }) => rows);

/** The correction when only these rows of the batch were written. */
export const correctionOf = ({ claims }: Pick<OpenBatch, 'claims'>, written: ReadonlySet<string>): Counts =>
  times(claimed(claims.map(({ counts, rows }) => ({ counts, rows: rows.filter((row) => !written.has(row)) }))), -1);

/** A batch at work is open for a second or less; one that is open for longer was left over by a crash, or is the last one. */
export const batchGraceMs = 10_000;

/** @returns how long to wait until none of these batches can be at work */
export const remainingGraceMs = (batches: readonly Pick<OpenBatch, 'openedAtMs'>[], nowMs: number): number =>
  Math.min(batchGraceMs, Math.max(0, ...batches.map(({ openedAtMs }) => openedAtMs + batchGraceMs - nowMs)));
