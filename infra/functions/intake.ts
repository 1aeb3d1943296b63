// Functions of the intake.
import { apiFunction } from './api-function.ts';
import type { FunctionSpec } from './function-spec.ts';

export const intakeFunctions: readonly FunctionSpec[] = [
  apiFunction('intake', {
    name: 'intake-api',
    description: 'Accepts submissions, shows them, and edits or withdraws what was not picked up yet',
    // It settles the event of what it edits or withdraws; see ADR 0020.
    reads: ['intake', 'source_system', 'outbox', 'dashboard', 'reference'],
    lists: true,
    writes: ['intake', 'source_system', 'outbox'],
    // A submission may declare a document.
    appends: ['document_repo'],
    objects: { put: ['uploads'] },
    idempotency: true,
  }),
];
