// Functions of the development stage.
import { apiFunction } from './api-function.ts';
import type { FunctionSpec } from './function-spec.ts';

export const developmentFunctions: readonly FunctionSpec[] = [
  apiFunction('development', {
    name: 'development-api',
    description: 'Development issuer and demonstration reset; development stage only',
    queues: 'purge',
    developmentOnly: true,
    // A reset empties and seeds the whole store while the client waits: as long as API Gateway allows.
    timeoutSeconds: 29,
  }),
];
