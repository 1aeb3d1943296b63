// Keeps the read models: one row a submission, and counters. Records may come twice and, across items, in any order.
import { type ActivityHours, activityChanges, addedUp } from '../../shared/core/activity.ts';
import { countChanges, type RowSection, sectionOf } from '../../shared/core/lifecycle-sections.ts';
import type { Sections } from '../../shared/core/record-row.ts';
import type { ActivityStore } from '../../shared/table/activity-store.ts';
import type { CounterStore, Counts } from '../../shared/table/counter-store.ts';
import type { RecordStore } from '../../shared/table/record-store.ts';

export interface ProjectRecordsDeps {
  readonly records: Pick<RecordStore, 'merge'>;
  readonly counters: Pick<CounterStore, 'add'>;
  readonly activity: Pick<ActivityStore, 'add'>;
}

export interface ChangedItem {
  readonly sequenceNumber: string;
  readonly item: Readonly<Record<string, unknown>>;
}

export interface ProjectedRecords {
  /** Records whose row could not be written, or that no row can be made of. */
  readonly failedSequenceNumbers: readonly string[];
  readonly rows: number;
  /** Why records failed, for the log. */
  readonly reasons: readonly string[];
}

interface RowChange {
  sections: Sections;
  readonly sequenceNumbers: string[];
}

export async function projectRecords(
  changed: readonly ChangedItem[],
  deps: ProjectRecordsDeps,
): Promise<ProjectedRecords> {
  const { rows, unreadable } = groupByRow(changed);
  const totals: Record<string, number> = {};
  const hours: ActivityHours[] = [];
  const failed = unreadable.map(({ sequenceNumber }) => sequenceNumber);
  const reasons = unreadable.map(({ reason }) => reason);
  await Promise.all(
    [...rows].map(async ([submissionId, row]) => {
      try {
        const { before, written } = await deps.records.merge(submissionId, row.sections);
        for (const [name, by] of Object.entries(countChanges(before, written))) totals[name] = (totals[name] ?? 0) + by;
        hours.push(activityChanges(before, written));
      } catch (error) {
        failed.push(...row.sequenceNumbers);
        reasons.push(reasonOf(error));
      }
    }),
  );
  // One addition a batch and hour, not one a row. What goes wrong between the rows and here is put right by the next recount.
  const [spreadBy] = rows.keys();
  if (spreadBy !== undefined) {
    await Promise.all([deps.counters.add(totals as Counts, spreadBy), deps.activity.add(addedUp(hours), spreadBy)]);
  }
  return { failedSequenceNumbers: failed, rows: rows.size, reasons };
}

interface Grouped {
  readonly rows: ReadonlyMap<string, RowChange>;
  readonly unreadable: readonly { readonly sequenceNumber: string; readonly reason: string }[];
}

/** All that a batch says of one row, the newest version of each section. One malformed item spoils no other row. */
function groupByRow(changed: readonly ChangedItem[]): Grouped {
  const rows = new Map<string, RowChange>();
  const unreadable: { sequenceNumber: string; reason: string }[] = [];
  for (const { sequenceNumber, item } of changed) {
    try {
      const part = sectionOf(item);
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
