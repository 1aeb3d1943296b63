// Reports the number of overdue cases by priority. It changes nothing.
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import type { Meter } from '../../shared/observability/meter.ts';
import type { CaseStore } from '../../shared/table/operations/case-store.ts';
import type { DueCaseStore } from '../../shared/table/operations/due-case-store.ts';

export interface ReportOverdueCasesDeps {
  readonly dueCases: DueCaseStore;
  readonly cases: Pick<CaseStore, 'many'>;
  readonly meter: Pick<Meter, 'emit'>;
  readonly now: () => Date;
}

export interface OverdueReport {
  readonly overdue_cases: number;
  /** True when the count is a lower bound. */
  readonly is_lower_bound: boolean;
  /** By priority, of the 1,000 that are overdue longest. */
  readonly by_priority: Readonly<Record<string, number>>;
  /** Due date of the case that is overdue longest. */
  readonly longest_overdue_since: string | null;
}

/** Maximum number of cases whose priority is read: ten BatchGetItem calls. */
const mostExamined = 1000;

export async function reportOverdueCases(deps: ReportOverdueCasesDeps): Promise<OverdueReport> {
  const { count, isLowerBound, caseIds } = await deps.dueCases.overdue(deps.now().toISOString(), mostExamined);
  const byPriority = new Map<string, number>();
  const cases = await deps.cases.many(caseIds);
  for (const { priority } of cases) byPriority.set(priority, (byPriority.get(priority) ?? 0) + 1);
  deps.meter.emit({}, { [hubMetrics.overdueCases]: [count, 'count'] });
  for (const [priority, cases] of byPriority) {
    deps.meter.emit({ priority }, { [hubMetrics.overdueCases]: [cases, 'count'] });
  }
  return {
    overdue_cases: count,
    is_lower_bound: isLowerBound,
    by_priority: Object.fromEntries(byPriority),
    longest_overdue_since: cases[0]?.due_at ?? null,
  };
}
