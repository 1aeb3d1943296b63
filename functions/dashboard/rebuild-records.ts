// Rebuilds read-model rows from the boundaries that own the data: for rows that the projector had to give up, and for
// a table that was restored. Rows that are right stay as they are, so it may run beside everything else.
import { sectionOf } from '../../shared/core/dashboard/projections.ts';
import type { Sections } from '../../shared/core/dashboard/record-row.ts';
import type { RecordSource } from '../../shared/table/dashboard/record-source.ts';
import type { EventStore } from '../../shared/table/outbox/event-store.ts';
import { type WriteRowsDeps, writeRows } from './write-rows.ts';

export interface RebuildRecordsDeps extends WriteRowsDeps {
  readonly events: Pick<EventStore, 'newest'>;
  readonly source: RecordSource;
  readonly nowMs: () => number;
}

export interface RebuildResult {
  /** Records looked at. */
  readonly records: number;
  /** Records whose row was made or brought up to date. */
  readonly repaired: number;
  /** Where to go on, when time ran out; null at the end. */
  readonly next: string | null;
}

/** Well below the function's timeout, so that its answer says where to go on. */
const budgetMs = 8000;
const pageSize = 100;

/** Newest first, from behind `after` (the `next` of an earlier run). */
export async function rebuildRecords(after: string | undefined, deps: RebuildRecordsDeps): Promise<RebuildResult> {
  const deadline = deps.nowMs() + budgetMs;
  let position = after;
  let records = 0;
  let repaired = 0;
  do {
    const page = await deps.events.newest(pageSize, position);
    const wanted = page.items.flatMap((item) =>
      item.entity === 'event' && item.event_type === 'RequestCreated'
        ? [{ submissionId: item.subject, eventId: item.list_sk }]
        : [],
    );
    const rows = rowsOf(await deps.source.items(wanted), deps.projections);
    const { changed, errors } = await writeRows(rows, deps, async () => false);
    for (const error of errors.values()) throw error;
    records += wanted.length;
    repaired += changed;
    position = page.next;
  } while (position !== undefined && deps.nowMs() < deadline);
  return { records, repaired, next: position ?? null };
}

function rowsOf(
  items: readonly Readonly<Record<string, unknown>>[],
  projections: RebuildRecordsDeps['projections'],
): ReadonlyMap<string, Sections> {
  const rows = new Map<string, Sections>();
  for (const item of items) {
    const part = sectionOf(projections, item);
    if (part === undefined) continue;
    const row = rows.get(part.submissionId) ?? {};
    // A submission that was edited has had several events.
    if (part.section.v <= (row[part.name]?.v ?? 0)) continue;
    rows.set(part.submissionId, { ...row, [part.name]: part.section });
  }
  return rows;
}
