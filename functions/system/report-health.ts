// Reports the health of the hub: `up` to all callers; dependencies and pending work to signed-in callers.

export interface ReportHealthDeps {
  readonly version: string;
  readonly nowMs: () => number;
  /** Creation of the oldest pending event, in milliseconds since 1970; undefined when there is none. */
  readonly oldestPendingMs: () => Promise<number | undefined>;
  /** Dead letters that wait for a decision. */
  readonly parkedDeadLetters: () => Promise<number>;
  /** Number of messages on the work queue; throws when the queue cannot be reached. */
  readonly queueDepth: () => Promise<number>;
}

export interface DependencyHealth {
  readonly name: 'table' | 'queue';
  readonly status: 'up' | 'down';
}

export interface Health {
  readonly status: 'ok' | 'degraded';
  readonly service: 'integration-hub';
  readonly version: string;
  readonly dependencies?: readonly DependencyHealth[];
  /** Null when nothing is pending, or when the table cannot be reached. */
  readonly oldest_pending_event_age_seconds?: number | null;
  /** Null when the table cannot be reached. */
  readonly parked_dead_letters?: number | null;
  /** Approximate number of messages on the work queue; null when it cannot be reached. */
  readonly queue_depth?: number | null;
  readonly open_circuits?: readonly string[];
}

export async function reportHealth(input: { readonly signedIn: boolean }, deps: ReportHealthDeps): Promise<Health> {
  const base = { service: 'integration-hub', version: deps.version } as const;
  if (!input.signedIn) return { status: 'ok', ...base };
  const [pending, letters, queue] = await Promise.allSettled([
    deps.oldestPendingMs(),
    deps.parkedDeadLetters(),
    deps.queueDepth(),
  ]);
  const dependencies: readonly DependencyHealth[] = [
    { name: 'table', status: stateOf(pending) === 'up' ? stateOf(letters) : 'down' },
    { name: 'queue', status: stateOf(queue) },
  ];
  const oldestMs = answerOf(pending);
  return {
    status: dependencies.every(({ status }) => status === 'up') ? 'ok' : 'degraded',
    ...base,
    dependencies,
    oldest_pending_event_age_seconds:
      oldestMs === undefined ? null : Math.max(0, Math.round((deps.nowMs() - oldestMs) / 1000)),
    parked_dead_letters: answerOf(letters) ?? null,
    queue_depth: answerOf(queue) ?? null,
    // Deliveries to other systems, which circuits protect, are not part of the hub yet.
    open_circuits: [],
  };
}

const stateOf = (probe: PromiseSettledResult<unknown>): 'up' | 'down' => (probe.status === 'fulfilled' ? 'up' : 'down');

const answerOf = <T>(probe: PromiseSettledResult<T>): T | undefined =>
  probe.status === 'fulfilled' ? probe.value : undefined;
