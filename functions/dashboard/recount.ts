// Counts the read model rows anew and corrects totals and hours by the difference: what a lost answer, a throttled addition
// or a crash of the projector left out is put right. Counting beside live traffic, or beside another recount, is refused
// rather than done wrong.
import {
  type ActivityHours,
  activityChanges,
  activityDifference,
  addedUp,
} from '../../shared/core/dashboard/activity.ts';
import { type Counts, countChanges, type Projections } from '../../shared/core/dashboard/projections.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import type { ActivityStore } from '../../shared/table/dashboard/activity-store.ts';
import type { CounterStore } from '../../shared/table/dashboard/counter-store.ts';
import type { RecordStore } from '../../shared/table/dashboard/record-store.ts';
import type { HeldRecount, RecountStore } from '../../shared/table/dashboard/recount-store.ts';

export interface RecountDeps {
  readonly projections: Projections;
  readonly records: Pick<RecordStore, 'shardRows'>;
  readonly counters: Pick<CounterStore, 'totals'>;
  readonly activity: Pick<ActivityStore, 'hours'>;
  readonly recounts: RecountStore;
  readonly shards: readonly string[];
}

export interface RecountResult {
  readonly kind: 'recounted';
  readonly rows: number;
  readonly totals: Counts;
  /** What the counters were off by; empty when they agreed. */
  readonly corrected: Counts;
  /** How many hours of the activity were off; they are right again. */
  readonly corrected_hours: number;
}

const maxRounds = 5;
const parallelShards = 8;

/**
 * @throws HubError transient when records kept coming in while they were counted, or another recount is at work: a run by
 * schedule fails then, so that its alarm tells of counters that nobody puts right.
 */
export async function recount(deps: RecountDeps): Promise<RecountResult> {
  const held = await deps.recounts.take();
  if (held === undefined) throw otherAtWork();
  try {
    return await recountWith(held, deps);
  } finally {
    // What was corrected stays so: a mark that cannot be given back expires.
    await held.release().catch(() => undefined);
  }
}

async function recountWith(held: HeldRecount, deps: RecountDeps): Promise<RecountResult> {
  for (let round = 0; round < maxRounds; round += 1) {
    const before = await deps.counters.totals();
    const hoursBefore = await deps.activity.hours();
    const { rows, totals, hours } = await countRows(deps);
    const after = await deps.counters.totals();
    const hoursAfter = await deps.activity.hours();
    if (Object.keys(difference(after, before)).length > 0) continue;
    if (Object.keys(activityDifference(hoursAfter, hoursBefore)).length > 0) continue;
    const corrected = difference(totals, after);
    const correctedHours = activityDifference(hours, hoursAfter);
    if (!(await held.correct(corrected, correctedHours))) throw otherAtWork();
    return { kind: 'recounted', rows, totals, corrected, corrected_hours: Object.keys(correctedHours).length };
  }
  throw new HubError({
    kind: 'transient',
    code: 'COUNTERS.BUSY',
    message: `records kept coming in while they were counted, ${maxRounds} times; the counters are as they were, try when it is quieter`,
  });
}

const otherAtWork = (): HubError =>
  new HubError({
    kind: 'transient',
    code: 'COUNTERS.RECOUNTING',
    message: 'another recount is at work; should it have died, a new one can begin six minutes after it did',
  });

interface Counted {
  readonly rows: number;
  readonly totals: Counts;
  readonly hours: ActivityHours;
}

async function countRows({ projections, records, shards }: RecountDeps): Promise<Counted> {
  const totals: Record<string, number> = {};
  let hours: ActivityHours = {};
  let rows = 0;
  const countShard = async (shard: string): Promise<void> => {
    const found: ActivityHours[] = [];
    for await (const row of records.shardRows(shard)) {
      rows += 1;
      found.push(activityChanges(projections, {}, row));
      for (const [name, by] of Object.entries(countChanges(projections, {}, row)))
        totals[name] = (totals[name] ?? 0) + by;
    }
    hours = addedUp([hours, ...found]);
  };
  for (let first = 0; first < shards.length; first += parallelShards) {
    await Promise.all(shards.slice(first, first + parallelShards).map(countShard));
  }
  return { rows, totals, hours };
}

/** What has to be added to `from` to make it `to`. */
function difference(to: Counts, from: Counts): Counts {
  const names = new Set([...Object.keys(to), ...Object.keys(from)]);
  return Object.fromEntries(
    [...names].map((name) => [name, (to[name] ?? 0) - (from[name] ?? 0)] as const).filter(([, by]) => by !== 0),
  );
}
