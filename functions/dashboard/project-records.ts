// Keeps the read models: one row a submission, and counters. Stream records may come twice and, across items, in any order.
import { type RowSection, sectionOf } from '../../shared/core/dashboard/projections.ts';
import type { Sections } from '../../shared/core/dashboard/record-row.ts';
import type { Patience } from './patient-work.ts';
import { type WriteRowsDeps, writeRows } from './write-rows.ts';

export type ProjectRecordsDeps = WriteRowsDeps;

export interface ChangedItem {
  readonly sequenceNumber: string;
  readonly item: Readonly<Record<string, unknown>>;
}

export interface ProjectedRecords {
  /** Stream records whose row could not be written, or that yield no row. */
  readonly failedSequenceNumbers: readonly string[];
  readonly rows: number;
  /** Reasons of failed stream records, for the log. */
  readonly reasons: readonly string[];
}

interface RowChange {
  sections: Sections;
  readonly sequenceNumbers: string[];
}

/**
 * @param patience Waits before retries of refused writes. @default no retries
 * @throws the error of the table when no row is written
 */
export async function projectRecords(
  changed: readonly ChangedItem[],
  deps: ProjectRecordsDeps,
  patience: Patience = async () => false,
): Promise<ProjectedRecords> {
  const { rows, unreadable } = groupByRow(changed, deps.projections);
  const wanted = new Map([...rows].map(([submissionId, { sections }]) => [submissionId, sections]));
  const { errors } = await writeRows(wanted, deps, patience);
  const refused = [...errors].map(([submissionId, error]) => ({
    sequenceNumbers: rows.get(submissionId)?.sequenceNumbers ?? [],
    reason: reasonOf(error),
  }));
  return {
    failedSequenceNumbers: [
      ...unreadable.map(({ sequenceNumber }) => sequenceNumber),
      ...refused.flatMap(({ sequenceNumbers }) => sequenceNumbers),
    ],
    rows: rows.size,
    reasons: [...unreadable, ...refused].map(({ reason }) => reason),
  };
}

interface Grouped {
  readonly rows: ReadonlyMap<string, RowChange>;
  readonly unreadable: readonly { readonly sequenceNumber: string; readonly reason: string }[];
}

/** The changes of a batch to one row, the newest version of each section. One malformed item spoils no other row. */
function groupByRow(changed: readonly ChangedItem[], projections: ProjectRecordsDeps['projections']): Grouped {
  const rows = new Map<string, RowChange>();
  const unreadable: { sequenceNumber: string; reason: string }[] = [];
  for (const { sequenceNumber, item } of changed) {
    try {
      const part = sectionOf(projections, item);
      if (part !== undefined) add(rows, sequenceNumber, part);
    } catch (error) {
      unreadable.push({ sequenceNumber, reason: reasonOf(error) });
    }
  }
  return { rows, unreadable };
}

function add(rows: Map<string, RowChange>, sequenceNumber: string, part: RowSection): void {
  const row = rows.get(part.submissionId) ?? { sections: {}, sequenceNumbers: [] };
  row.sequenceNumbers.push(sequenceNumber);
  if (part.section.v > (row.sections[part.name]?.v ?? 0)) {
    row.sections = { ...row.sections, [part.name]: part.section };
  }
  rows.set(part.submissionId, row);
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
