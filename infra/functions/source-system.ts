// Functions of the source system.
import { apiFunction } from './api-function.ts';
import type { FunctionSpec } from './function-spec.ts';

export const sourceSystemFunctions: readonly FunctionSpec[] = [
  apiFunction('source-system', {
    name: 'source-system-api',
    description: 'Shows service requests',
    reads: ['source_system', 'dashboard', 'reference'],
    lists: true,
  }),
];
