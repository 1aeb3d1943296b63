// Finds events that are pending for more than a minute and sends them again: the safety net for a lost queue,
// a trimmed stream, a disabled mapping and a redrive that broke off. It reads the index of pending events, not the table.
import { isDue, overdueAfterMs } from '../../shared/core/events/resend-due.ts';
import { HubError } from '../../shared/errors/hub-error.ts';
import type { EventStore, OwedEntry, OwedPosition } from '../../shared/table/outbox/event-store.ts';
import { type RelayEventsDeps, sendAgain } from './relay-events.ts';

export interface SweepOutboxDeps extends RelayEventsDeps {
  readonly events: Pick<EventStore, 'owedShards' | 'owed' | 'stillOwed'>;
  readonly nowMs: () => number;
  /** Receives the pending count before anything is sent, so that it is known even when the queue refuses. @default none */
  readonly tell?: (backlog: Backlog) => void;
}

export interface Backlog {
  /** Pending events, counted up to 1,000 a shard. */
  readonly size: number;
  /** Age of the oldest pending event; 0 when none is pending for a minute. */
  readonly lagSeconds: number;
}

export interface SweepResult {
  readonly resent: number;
  readonly older_than_seconds: number;
  /** Due events that the time did not suffice for, counted up to 1,000 a shard and those already read. */
  readonly left: number;
}

/** Well below the sweep function's 50 s: a call that is under way at the end may take as long as the SDK's retries. */
const scheduledBudgetMs = 30_000;
/** Well below the timeout of an API call, so that its answer says how many are left. */
const requestBudgetMs = 7000;
/** Size of a step; the time is checked after each. */
const eventsAtOnce = 500;

/**
 * The sweep that the schedule runs, which knows of its last run what it needs to send an event at its minutes and not at
 * each. It keeps that in memory: a new environment sends all that is owed once, which is what a hub that was down needs.
 */
export function scheduledSweep(): (deps: SweepOutboxDeps) => Promise<SweepResult> {
  let lastMs: number | undefined;
  return async (deps) => {
    const nowMs = deps.nowMs();
    const sinceLastMs = lastMs === undefined ? undefined : nowMs - lastMs;
    const outcome = await sweep(deps, { nowMs, sinceLastMs, budgetMs: scheduledBudgetMs });
    // Due events stay due until a queue that took nothing takes them. One message that is always refused must not have the
    // same effect: everything else would be sent each minute because of it.
    if (outcome.refused === 0 || outcome.sent > 0) lastMs = nowMs;
    return resultOf(outcome);
  };
}

/** An operator's sweep: all due events, whenever they were sent last. */
export async function sweepAllOverdue(deps: SweepOutboxDeps): Promise<SweepResult> {
  return resultOf(await sweep(deps, { nowMs: deps.nowMs(), sinceLastMs: undefined, budgetMs: requestBudgetMs }));
}

interface Run {
  readonly nowMs: number;
  readonly sinceLastMs: number | undefined;
  readonly budgetMs: number;
}

interface Shard {
  readonly name: string;
  readonly after?: OwedPosition | undefined;
}

interface Outcome {
  readonly sent: number;
  readonly refused: number;
  readonly left: number;
}

/** Page by page over all shards, so that the oldest events go first. */
async function sweep(deps: SweepOutboxDeps, run: Run): Promise<Outcome> {
  const deadlineMs = deps.nowMs() + run.budgetMs;
  const total = { sent: 0, refused: 0, left: 0 };
  let shards: readonly Shard[] = deps.events.owedShards.map((name) => ({ name }));
  for (let first = true; shards.length > 0; first = false) {
    const { entries, rest } = await nextPages(shards, deps);
    if (first) deps.tell?.(backlogOf(entries, run.nowMs));
    const overdue = entries.filter((entry) => run.nowMs - entry.sinceMs >= overdueAfterMs);
    // Pages are in order: behind an event that is too young all are.
    shards = overdue.length === 0 ? [] : rest;
    if (deps.nowMs() >= deadlineMs) {
      total.left += overdue.length;
      break;
    }
    const due = overdue.filter((entry) => isDue({ ageMs: run.nowMs - entry.sinceMs, id: entry.sk }, run.sinceLastMs));
    const { unsent, ...outcome } = await sendUntil(deadlineMs, due, deps);
    total.sent += outcome.sent;
    total.refused += outcome.refused;
    total.left += unsent;
    // A queue that takes nothing of hundreds is down; one that refuses a few must not keep the others waiting.
    if (outcome.refused > 0 && outcome.sent === 0) break;
  }
  return total;
}

async function nextPages(shards: readonly Shard[], { events }: SweepOutboxDeps) {
  const pages = await Promise.all(
    shards.map(async ({ name, after }) => ({ name, ...(await events.owed(name, after)) })),
  );
  return {
    entries: pages.flatMap(({ entries }) => entries).sort((a, b) => a.sinceMs - b.sinceMs),
    rest: pages.flatMap(({ name, next }) => (next === undefined ? [] : { name, after: next })),
  };
}

async function sendUntil(deadlineMs: number, due: readonly OwedEntry[], deps: SweepOutboxDeps) {
  let sent = 0;
  let refused = 0;
  let done = 0;
  while (done < due.length && deps.nowMs() < deadlineMs) {
    const items = await deps.events.stillOwed(due.slice(done, done + eventsAtOnce));
    const outcome = await sendAgain(items, deps);
    done += eventsAtOnce;
    sent += outcome.sent;
    refused += outcome.refused;
    if (outcome.refused > 0 && outcome.sent === 0) break;
  }
  return { sent, refused, unsent: Math.max(0, due.length - done) };
}

function backlogOf(entries: readonly OwedEntry[], nowMs: number): Backlog {
  const oldestMs = entries[0] === undefined ? 0 : nowMs - entries[0].sinceMs;
  return { size: entries.length, lagSeconds: oldestMs < overdueAfterMs ? 0 : oldestMs / 1000 };
}

/** @throws HubError transient when the queue did not take all of them. */
function resultOf({ sent, refused, left }: Outcome): SweepResult {
  if (refused === 0) return { resent: sent, older_than_seconds: overdueAfterMs / 1000, left };
  throw new HubError({
    kind: 'transient',
    code: 'QUEUE.REFUSED',
    message: `the queue did not take ${refused} of ${sent + refused} messages; the next sweep tries again`,
  });
}
