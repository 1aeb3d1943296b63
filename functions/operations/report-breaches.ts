// Reports cases that are past their due date: how many there are, and of which priority. It changes nothing.
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import type { Meter } from '../../shared/observability/meter.ts';
import type { CaseStore } from '../../shared/table/operations/case-store.ts';
import type { DueCaseStore } from '../../shared/table/operations/due-case-store.ts';

export interface ReportBreachesDeps {
  readonly dueCases: DueCaseStore;
  readonly cases: Pick<CaseStore, 'many'>;
  readonly meter: Pick<Meter, 'emit'>;
  readonly now: () => Date;
}

export interface BreachReport {
  readonly overdue_cases: number;
  /** True when there are more than were counted. */
  readonly is_lower_bound: boolean;
  /** Of the 1,000 that have been overdue longest. */
  readonly by_priority: Readonly<Record<string, number>>;
  /** When the one that has been overdue longest was due. */
  readonly longest_overdue_since: string | null;
}

/** Cases whose priority is looked up: ten BatchGetItem calls at most. */
const mostExamined = 1000;

export async function reportBreaches(deps: ReportBreachesDeps): Promise<BreachReport> {
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
