// Functions of the erasure.
import { apiFunction } from './api-function.ts';
import type { FunctionSpec } from './function-spec.ts';

export const erasureFunctions: readonly FunctionSpec[] = [
  apiFunction('erasure', {
    name: 'erasure-api',
    description: "Erases a requester's data wherever they are kept; see ADR 0022",
    reads: ['intake', 'outbox', 'operational', 'document_repo', 'reference'],
    lists: true,
    writes: ['intake', 'operational', 'document_repo'],
  }),
];
