// Functions of the read models.
import { projectedBoundaries, projectedEntities } from '../../shared/table/dashboard/projections.ts';
import { apiFunction } from './api-function.ts';
import { backgroundFunction } from './background-function.ts';
import type { FunctionSpec } from './function-spec.ts';

export const dashboardFunctions: readonly FunctionSpec[] = [
  apiFunction('dashboard', {
    name: 'dashboard-api',
    description: 'Shows read models and the overview; runs the recount on demand',
    // The overview counts what waits for a decision.
    reads: ['dashboard', 'desk', 'reference', ...projectedBoundaries()],
    lists: true,
    writes: ['dashboard'],
    idempotency: true,
  }),
  backgroundFunction('dashboard', {
    name: 'projector',
    trigger: {
      kind: 'stream',
      // Everything a read model shows; attempts, history and markers never start the projector.
      newImage: { entity: projectedEntities() },
      // A submission is six records here: as many submissions a batch as the relay has. About 2 KB each, of 6 MB allowed.
      batchSize: 600,
    },
    description: 'Keeps read models and counters from the table stream',
    reads: ['dashboard'],
    writes: ['dashboard'],
    timeoutSeconds: 30,
  }),
  backgroundFunction('dashboard', {
    name: 'repair-counters',
    trigger: { kind: 'schedule', everyMinutes: 1 },
    description: 'Repairs the counters after a crash of the projector',
    reads: ['dashboard'],
    writes: ['dashboard'],
    // Shorter than its one-minute schedule, so that two repairs never overlap.
    timeoutSeconds: 50,
  }),
  backgroundFunction('dashboard', {
    name: 'recount',
    trigger: { kind: 'schedule', everyMinutes: 24 * 60 },
    description: 'Counts the read models again and corrects the counters',
    reads: ['dashboard'],
    writes: ['dashboard'],
    timeoutSeconds: 300,
  }),
];
