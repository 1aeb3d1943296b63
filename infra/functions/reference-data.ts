// Functions of the reference data.
import { apiFunction } from './api-function.ts';
import type { FunctionSpec } from './function-spec.ts';

export const referenceFunctions: readonly FunctionSpec[] = [
  apiFunction('reference-data', {
    name: 'reference-api',
    description: 'Shows the values that submissions name, and lets an administrator change them',
    reads: ['reference'],
    lists: true,
    writes: ['catalogue'],
    idempotency: true,
  }),
];
