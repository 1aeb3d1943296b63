// Functions of the synchronisation.
import { backgroundFunction } from './background-function.ts';
import type { FunctionSpec } from './function-spec.ts';

export const syncFunctions: readonly FunctionSpec[] = [
  backgroundFunction('sync', {
    name: 'sync',
    // Each environment writes about 200 items a second; more only collide on one account's other limits.
    trigger: { kind: 'queue', queues: ['work'], maxConcurrency: 10 },
    description: 'Applies events: case, canonical object, lineage and sync log in one transaction each',
    reads: ['canonical', 'outbox'],
    writes: ['canonical', 'outbox'],
    // It makes cases; people change them.
    appends: ['operational'],
    timeoutSeconds: 'syncTimeoutSeconds',
    failureSection: 'sync-fails',
  }),
];
