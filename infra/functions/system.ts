// Functions of the system itself.
import { apiFunction } from './api-function.ts';
import type { FunctionSpec } from './function-spec.ts';

export const systemFunctions: readonly FunctionSpec[] = [
  apiFunction('system', {
    name: 'system-api',
    description: 'Health, OpenAPI document and its page',
    reads: ['reference', 'outbox'],
    queues: 'look',
  }),
];
