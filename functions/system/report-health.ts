// Says how the hub is: to anyone that it answers, to a signed-in caller what it depends on and what it still owes.

export interface ReportHealthDeps {
  readonly version: string;
  readonly nowMs: () => number;
  /** When the oldest event that is still owed was made, in milliseconds since 1970; undefined when none is. */
  readonly oldestPendingMs: () => Promise<number | undefined>;
  /** One call to the work queue; throws when it cannot be reached. */
  readonly probeQueue: () => Promise<unknown>;
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
  /** Null when nothing is owed, or when the table cannot be asked. */
  readonly oldest_pending_event_age_seconds?: number | null;
  readonly open_circuits?: readonly string[];
}

export async function reportHealth(input: { readonly signedIn: boolean }, deps: ReportHealthDeps): Promise<Health> {
  const base = { service: 'integration-hub', version: deps.version } as const;
  if (!input.signedIn) return { status: 'ok', ...base };
  const [table, queue] = await Promise.allSettled([deps.oldestPendingMs(), deps.probeQueue()]);
  const dependencies: readonly DependencyHealth[] = [
    { name: 'table', status: stateOf(table) },
    { name: 'queue', status: stateOf(queue) },
  ];
  const oldestMs = table.status === 'fulfilled' ? table.value : undefined;
  return {
    status: dependencies.every(({ status }) => status === 'up') ? 'ok' : 'degraded',
    ...base,
    dependencies,
    oldest_pending_event_age_seconds:
      oldestMs === undefined ? null : Math.max(0, Math.round((deps.nowMs() - oldestMs) / 1000)),
    // Deliveries to other systems, which circuits protect, are not part of the hub yet.
    open_circuits: [],
  };
}

const stateOf = (probe: PromiseSettledResult<unknown>): 'up' | 'down' => (probe.status === 'fulfilled' ? 'up' : 'down');
