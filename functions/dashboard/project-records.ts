// Keeps the read models: one row a submission, and counters. Records may come twice and, across items, in any order.
import { countChanges, sectionOf } from '../../shared/core/lifecycle-sections.ts';
import type { CounterStore, Counts } from '../../shared/table/counter-store.ts';
import type { RecordStore, Section, Sections } from '../../shared/table/record-store.ts';

export interface ProjectRecordsDeps {
  readonly records: Pick<RecordStore, 'merge'>;
  readonly counters: Pick<CounterStore, 'add'>;
}

export interface ChangedItem {
  readonly sequenceNumber: string;
  readonly item: Readonly<Record<string, unknown>>;
}

interface RowChange {
  sections: Sections;
  readonly sequenceNumbers: string[];
}

/** @returns sequence numbers of the records whose row could not be written. */
export async function projectRecords(
  changed: readonly ChangedItem[],
  deps: ProjectRecordsDeps,
): Promise<{ readonly failedSequenceNumbers: readonly string[]; readonly rows: number }> {
  const rows = groupByRow(changed);
  const totals: Record<string, number> = {};
  const failed: string[] = [];
  await Promise.all(
    [...rows].map(async ([submissionId, row]) => {
      try {
        const { before, written } = await deps.records.merge(submissionId, row.sections);
        for (const [name, by] of Object.entries(countChanges(before, written))) totals[name] = (totals[name] ?? 0) + by;
      } catch {
        failed.push(...row.sequenceNumbers);
      }
    }),
  );
  // One addition a batch, not one a row. A crash right here loses these counts until the next recount.
  const [spreadBy] = rows.keys();
  if (spreadBy !== undefined) await deps.counters.add(totals as Counts, spreadBy);
  return { failedSequenceNumbers: failed, rows: rows.size };
}

/** All that a batch says of one row, the newest version of each section. */
function groupByRow(changed: readonly ChangedItem[]): ReadonlyMap<string, RowChange> {
  const rows = new Map<string, RowChange>();
  for (const { sequenceNumber, item } of changed) {
    const part = sectionOf(item);
    if (part === undefined) continue;
    const row = rows.get(part.submissionId) ?? { sections: {}, sequenceNumbers: [] };
    row.sequenceNumbers.push(sequenceNumber);
    if (part.section.v > (row.sections[part.name]?.v ?? 0)) {
      row.sections = { ...row.sections, [part.name]: part.section as Section };
    }
    rows.set(part.submissionId, row);
  }
  return rows;
}
