// Functions of the operational cases.
import { hubMetrics } from '../../shared/observability/hub-metrics.ts';
import { apiFunction } from './api-function.ts';
import { backgroundFunction } from './background-function.ts';
import type { FunctionSpec } from './function-spec.ts';

export const operationsFunctions: readonly FunctionSpec[] = [
  apiFunction('operations', {
    name: 'operations-api',
    description: 'Shows operational cases, changes and reopens them, and takes comments on them',
    reads: ['operational', 'intake', 'dashboard', 'reference'],
    lists: true,
    writes: ['operational'],
    // Reopening a case makes a new request.
    appends: ['intake', 'source_system', 'outbox'],
    idempotency: true,
  }),
  backgroundFunction('operations', {
    name: 'report-overdue-cases',
    trigger: { kind: 'schedule', everyMinutes: 5 },
    description: 'Counts the cases that are past their due date',
    reads: ['operational'],
    timeoutSeconds: 60,
    alarms: [
      {
        name: 'OverdueCases',
        section: 'cases-are-overdue',
        meaning: 'Cases that are not closed are past their due date',
        measure: { emitted: hubMetrics.overdueCases },
        threshold: 1,
        // A period may pass between two of its runs: nothing is known then.
        silence: 'unknown',
      },
    ],
  }),
];
