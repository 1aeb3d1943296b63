// Reads what the dashboard shows: the overview and the records, from read models and sparse indexes only.
import type { Reader } from '../../shared/auth/reader.ts';
import type { LifecycleRecord, Overview } from '../../shared/contracts/dashboard.ts';
import type { Page, PageQuery } from '../../shared/contracts/page.ts';
import { readPage } from '../../shared/core/paging.ts';
import { maskRequester } from '../../shared/core/personal-data.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CounterStore } from '../../shared/table/counter-store.ts';
import type { Cursors } from '../../shared/table/cursor.ts';
import type { DeadLetterStore } from '../../shared/table/dead-letter-store.ts';
import type { EventStore } from '../../shared/table/event-store.ts';
import type { RecordStore } from '../../shared/table/record-store.ts';

export interface ReadDashboardDeps {
  readonly records: Pick<RecordStore, 'get' | 'newest'>;
  readonly cursors: Cursors;
  /** The overview, at most a second old. */
  readonly overview: () => Promise<Overview>;
}

export interface OverviewDeps {
  readonly records: Pick<RecordStore, 'newest'>;
  readonly counters: Pick<CounterStore, 'totals'>;
  readonly events: Pick<EventStore, 'pending'>;
  readonly deadLetters: Pick<DeadLetterStore, 'count'>;
  readonly nowMs: () => number;
  /** Instant at which an event id was made, in milliseconds since 1970. */
  readonly timeOfEventId: (eventId: string) => number;
}

const recentRecords = 20;
/** An event that is owed for longer than this is worth a look. */
const attentionAfterMs = 60_000;

/** The overview as it is now, for whoever may see everything; it asks every shard, so callers share an answer. */
export async function overviewNow(deps: OverviewDeps): Promise<Overview> {
  const [counts, pending, deadLetters, recent] = await Promise.all([
    deps.counters.totals(),
    deps.events.pending(),
    deps.deadLetters.count(),
    deps.records.newest(recentRecords),
  ]);
  const nowMs = deps.nowMs();
  const oldestMs = pending.oldestId === undefined ? undefined : deps.timeOfEventId(pending.oldestId);
  return {
    generated_at: new Date(nowMs).toISOString(),
    attention_needed: deadLetters > 0 || (oldestMs !== undefined && nowMs - oldestMs > attentionAfterMs),
    totals: {
      submissions: counts.submissions ?? 0,
      cases: {
        open: counts.case_open ?? 0,
        in_progress: counts.case_in_progress ?? 0,
        completed: counts.case_completed ?? 0,
        rejected: counts.case_rejected ?? 0,
      },
      events: { pending: pending.count, dead_lettered: deadLetters },
    },
    oldest_pending_event_at: oldestMs === undefined ? null : new Date(oldestMs).toISOString(),
    recent: [...recent.items],
  };
}

export async function readOverview(reader: Reader, deps: Pick<ReadDashboardDeps, 'overview'>): Promise<Overview> {
  const overview = await deps.overview();
  return { ...overview, recent: overview.recent.map((record) => shownTo(reader, record)) };
}

export async function listRecords(
  query: PageQuery,
  reader: Reader,
  deps: ReadDashboardDeps,
): Promise<Page<LifecycleRecord>> {
  return readPage('records', query, deps.cursors, async (limit, after) => {
    const { items, next } = await deps.records.newest(limit, after);
    return { items: items.map((record) => shownTo(reader, record)), next };
  });
}

export async function readRecord(
  submissionId: string,
  reader: Reader,
  deps: Pick<ReadDashboardDeps, 'records'>,
): Promise<LifecycleRecord> {
  return shownTo(reader, found(await deps.records.get(submissionId), 'record', submissionId));
}

const shownTo = (reader: Reader, record: LifecycleRecord): LifecycleRecord =>
  reader.unmasked ? record : { ...record, submission: maskRequester(record.submission) };
