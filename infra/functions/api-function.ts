// A row for a function that API Gateway calls: what all of them have in common.
import type { EnvironmentName } from '../../shared/runtime/env.ts';
import type { FunctionSpec } from './function-spec.ts';

/** Below API Gateway's 29 s, so that the function's own problem answer reaches the client. */
const apiTimeoutSeconds = 15;
const apiMemoryMb = 512;

/** Variables of every API function: issuers, origins and rules of answers. */
const apiEnvironment = [
  'table',
  'shards',
  'stage',
  'issuer',
  'audience',
  'jwksUrl',
  'roleClaim',
  'corsOrigins',
  'ifMatch',
  'version',
] as const satisfies readonly EnvironmentName[];

/** Variables of functions that declare documents and sign links. */
const linkEnvironment = ['documentsOrigin', 'documentsUrl', 'documentLimitBytes'] as const;
/** Variables of functions that handle the bytes themselves. */
export const bucketEnvironment = ['documentBucket', 'scannerTag'] as const;

type ApiSpec = Pick<FunctionSpec, 'name' | 'description'> &
  Partial<Omit<FunctionSpec, 'entry' | 'trigger' | 'memoryMb' | 'environment'>>;

/** The API function of a capability. */
export function apiFunction(capability: string, spec: ApiSpec): FunctionSpec {
  const idempotent = spec.idempotency === true || spec.developmentOnly === true;
  return {
    reads: [],
    writes: [],
    appends: [],
    timeoutSeconds: apiTimeoutSeconds,
    ...spec,
    entry: `functions/${capability}/api.handler.ts`,
    trigger: { kind: 'rest' },
    memoryMb: apiMemoryMb,
    environment: [
      ...apiEnvironment,
      ...(idempotent ? (['idempotencyTable'] as const) : []),
      ...(spec.objects === undefined ? [] : linkEnvironment),
      ...(spec.objects?.list === true ? bucketEnvironment : []),
    ],
  };
}
