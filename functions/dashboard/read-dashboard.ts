// Reads for the dashboard: the overview and the records, from read models and sparse indexes only.
import type { Reader } from '../../shared/auth/reader.ts';
import type {
  Activity,
  ActivityQuery,
  LifecycleRecord,
  Overview,
  RecordListQuery,
} from '../../shared/contracts/dashboard.ts';
import type { Page } from '../../shared/contracts/page.ts';
import { activityOf, activitySpan } from '../../shared/core/dashboard/activity.ts';
import { caseCounter } from '../../shared/core/dashboard/projections.ts';
import { rowFilter } from '../../shared/core/dashboard/record-filter.ts';
import { type RecordPageDeps, recordPage } from '../../shared/core/dashboard/record-page.ts';
import { toRecord } from '../../shared/core/dashboard/record-row.ts';
import { hourOf } from '../../shared/core/dashboard/row-counts.ts';
import { maskRequester } from '../../shared/core/personal-data/mask-personal-data.ts';
import { found } from '../../shared/errors/not-found.ts';
import type { CounterStore } from '../../shared/table/dashboard/counter-store.ts';
import type { RecordStore } from '../../shared/table/dashboard/record-store.ts';
import type { DueCaseStore } from '../../shared/table/operations/due-case-store.ts';
import type { EventStore } from '../../shared/table/outbox/event-store.ts';

export interface ReadDashboardDeps extends RecordPageDeps {
  readonly records: Pick<RecordStore, 'get' | 'rows'>;
  readonly counters: Pick<CounterStore, 'hours'>;
  /** The overview, at most a second old. */
  readonly overview: () => Promise<Overview>;
}

export interface OverviewDeps {
  readonly records: Pick<RecordStore, 'rows'>;
  readonly dueCases: Pick<DueCaseStore, 'overdue'>;
  readonly counters: Pick<CounterStore, 'totals'>;
  readonly events: Pick<EventStore, 'pending'>;
  readonly parkedDeadLetters: () => Promise<number>;
  readonly nowMs: () => number;
}

const recentRecords = 20;
/** An event that is pending for longer than this needs attention. */
const attentionAfterMs = 60_000;

/** The current overview, unmasked; it asks every shard, so callers share an answer. */
export async function overviewNow(deps: OverviewDeps): Promise<Overview> {
  const nowIso = new Date(deps.nowMs()).toISOString();
  const [counts, pending, deadLetters, overdue, recent] = await Promise.all([
    deps.counters.totals(),
    deps.events.pending(),
    deps.parkedDeadLetters(),
    deps.dueCases.overdue(nowIso, 0),
    newestRecords(nowIso, deps),
  ]);
  const nowMs = deps.nowMs();
  const { oldestMs } = pending;
  return {
    generated_at: new Date(nowMs).toISOString(),
    attention_needed:
      deadLetters > 0 || overdue.count > 0 || (oldestMs !== undefined && nowMs - oldestMs > attentionAfterMs),
    totals: {
      submissions: counts['submissions'] ?? 0,
      cases: {
        open: counts[caseCounter('open')] ?? 0,
        in_progress: counts[caseCounter('in_progress')] ?? 0,
        completed: counts[caseCounter('completed')] ?? 0,
        rejected: counts[caseCounter('rejected')] ?? 0,
      },
      overdue_cases: overdue.count,
      events: { pending: pending.count, dead_lettered: deadLetters },
    },
    oldest_pending_event_at: oldestMs === undefined ? null : new Date(oldestMs).toISOString(),
    recent: [...recent],
  };
}

async function newestRecords(nowIso: string, { records }: OverviewDeps): Promise<readonly LifecycleRecord[]> {
  const { candidates } = await records.rows({
    limit: recentRecords,
    after: undefined,
    order: 'newest',
    accepted: { fromMs: undefined, toMs: undefined },
    keep: rowFilter('records', {}, nowIso),
    // Rows whose acceptance has only half arrived are rare.
    maxExamined: 5 * recentRecords,
  });
  return candidates.map(({ value }) => toRecord(value, nowIso)).filter((record) => record !== undefined);
}

export async function readOverview(reader: Reader, deps: Pick<ReadDashboardDeps, 'overview'>): Promise<Overview> {
  const overview = await deps.overview();
  return { ...overview, recent: overview.recent.map((record) => shownTo(reader, record)) };
}

export function listRecords(
  query: RecordListQuery,
  reader: Reader,
  deps: ReadDashboardDeps,
): Promise<Page<LifecycleRecord>> {
  return recordPage<LifecycleRecord>(
    {
      name: 'records',
      rows: 'records',
      show: async (rows) => {
        const nowIso = deps.now().toISOString();
        return rows.map((row) => {
          const record = toRecord(row, nowIso);
          return record === undefined ? undefined : shownTo(reader, record);
        });
      },
    },
    query,
    reader,
    deps,
  );
}

export async function readRecord(
  submissionId: string,
  reader: Reader,
  deps: Pick<ReadDashboardDeps, 'records' | 'now'>,
): Promise<LifecycleRecord> {
  const record = toRecord(await deps.records.get(submissionId), deps.now().toISOString());
  return shownTo(reader, found(record, 'record', submissionId));
}

/** Submissions and outcomes over time. @throws HubError validation when the span is too long. */
export async function readActivity(
  query: ActivityQuery,
  deps: Pick<ReadDashboardDeps, 'counters' | 'now'>,
): Promise<Activity> {
  const span = activitySpan(query, deps.now().getTime());
  const hourAt = (ms: number): string => hourOf(new Date(ms).toISOString());
  return activityOf(span, await deps.counters.hours(hourAt(span.fromMs), hourAt(span.toMs - 1)));
}

const shownTo = (reader: Reader, record: LifecycleRecord): LifecycleRecord =>
  reader.unmasked ? record : { ...record, submission: maskRequester(record.submission) };
