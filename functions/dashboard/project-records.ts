// Keeps the read models: one row a submission, and counters. Records may come twice and, across items, in any order.
import { type ActivityHours, activityChanges, addedUp } from '../../shared/core/dashboard/activity.ts';
import { countChanges, type Projections, type RowSection, sectionOf } from '../../shared/core/dashboard/projections.ts';
import type { Sections } from '../../shared/core/dashboard/record-row.ts';
import type { ActivityStore } from '../../shared/table/dashboard/activity-store.ts';
import type { CounterStore } from '../../shared/table/dashboard/counter-store.ts';
import type { RecordStore } from '../../shared/table/dashboard/record-store.ts';
import { isThrottled, isTransient, type Patience, patiently, type Task } from './patient-work.ts';

export interface ProjectRecordsDeps {
  readonly projections: Projections;
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
  /** Why records failed, or rows are not counted, for the log. */
  readonly reasons: readonly string[];
}

interface RowChange {
  sections: Sections;
  readonly sequenceNumbers: string[];
}

/** @param patience Waits before what was refused is tried again. @default nothing is */
export async function projectRecords(
  changed: readonly ChangedItem[],
  deps: ProjectRecordsDeps,
  patience: Patience = async () => false,
): Promise<ProjectedRecords> {
  const { rows, unreadable } = groupByRow(changed, deps.projections);
  const counted: Counted = { totals: {}, hours: [] };
  const errors = await patiently(
    [...rows].map(([submissionId, row]) => mergeTask(submissionId, row, counted, deps)),
    patience,
  );
  const refused = [...rows.values()].flatMap(({ sequenceNumbers }, index) =>
    errors[index] === undefined ? [] : [{ sequenceNumbers, reason: reasonOf(errors[index]) }],
  );
  const [spreadBy] = rows.keys();
  const uncounted = spreadBy === undefined ? [] : await count(counted, spreadBy, deps, patience);
  return {
    failedSequenceNumbers: [
      ...unreadable.map(({ sequenceNumber }) => sequenceNumber),
      ...refused.flatMap(({ sequenceNumbers }) => sequenceNumbers),
    ],
    rows: rows.size,
    reasons: [...unreadable, ...refused].map(({ reason }) => reason).concat(uncounted),
  };
}

/** What the rows of a batch have changed. */
interface Counted {
  readonly totals: Record<string, number>;
  readonly hours: ActivityHours[];
}

/** Sections have versions, so a merge may be repeated after any error that passes. */
function mergeTask(submissionId: string, row: RowChange, { totals, hours }: Counted, deps: ProjectRecordsDeps): Task {
  return {
    mayRepeat: isTransient,
    work: async () => {
      const { before, written } = await deps.records.merge(submissionId, row.sections);
      for (const [name, by] of Object.entries(countChanges(deps.projections, before, written)))
        totals[name] = (totals[name] ?? 0) + by;
      hours.push(activityChanges(deps.projections, before, written));
    },
  };
}

/**
 * One addition a batch and hour, not one a row. What goes wrong between the rows and here is put right by the next recount;
 * the batch need not come again for it, because its rows are there already and would not be counted.
 * @returns why additions were not made
 */
async function count(
  { totals, hours }: Counted,
  spreadBy: string,
  deps: ProjectRecordsDeps,
  patience: Patience,
): Promise<readonly string[]> {
  const byHour = Object.entries(addedUp(hours));
  // An addition whose answer was lost may have been made: only one that was refused for certain is repeated.
  const task = (work: () => Promise<void>): Task => ({ work, mayRepeat: isThrottled });
  const errors = await patiently(
    [
      task(() => deps.counters.add(totals, spreadBy)),
      ...byHour.map(([hour, counts]) => task(() => deps.activity.add({ [hour]: counts }, spreadBy))),
    ],
    patience,
  );
  const defect = errors.find((error) => error !== undefined && !isTransient(error));
  if (defect !== undefined) throw defect;
  return errors.filter((error) => error !== undefined).map((error) => `not counted: ${reasonOf(error)}`);
}

interface Grouped {
  readonly rows: ReadonlyMap<string, RowChange>;
  readonly unreadable: readonly { readonly sequenceNumber: string; readonly reason: string }[];
}

/** All that a batch says of one row, the newest version of each section. One malformed item spoils no other row. */
function groupByRow(changed: readonly ChangedItem[], projections: Projections): Grouped {
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
