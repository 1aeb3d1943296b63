// Functions of the canonical objects.
import { projectedBoundaries } from '../../shared/table/dashboard/projections.ts';
import { apiFunction } from './api-function.ts';
import type { FunctionSpec } from './function-spec.ts';

export const canonicalFunctions: readonly FunctionSpec[] = [
  apiFunction('canonical', {
    name: 'canonical-api',
    description: 'Shows canonical objects and lineage',
    reads: ['dashboard', 'reference', 'document_repo', ...projectedBoundaries()],
    lists: true,
  }),
];
