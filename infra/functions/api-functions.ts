// The API's functions, rows of the function table; see functions.ts.
import type { EnvironmentName } from '../../shared/runtime/env.ts';
import { projectedBoundaries } from '../../shared/table/dashboard/projections.ts';
import type { FunctionSpec } from './function-spec.ts';

/** Below API Gateway's 29 s, so that the function's own problem answer reaches the client. */
const apiTimeoutSeconds = 15;
const apiMemoryMb = 512;

/** What every API function is told: who may call, from where, and which answer rules hold. */
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

/** What functions are told that declare documents and sign links. */
const linkEnvironment = ['documentsOrigin', 'documentsUrl', 'documentLimitBytes'] as const;
/** What functions are told that handle the bytes themselves. */
export const bucketEnvironment = ['documentBucket', 'scannerTag'] as const;
/** They carry an S3 client and a detector of file types beside the DynamoDB client; see ADR 0026. */
export const documentBundleBytes = 700_000;

type ApiSpec = Pick<FunctionSpec, 'name' | 'description' | 'reads'> &
  Partial<
    Pick<
      FunctionSpec,
      | 'writes'
      | 'appends'
      | 'lists'
      | 'workQueue'
      | 'objects'
      | 'idempotency'
      | 'developmentOnly'
      | 'timeoutSeconds'
      | 'maxBundleBytes'
    >
  >;

function api(capability: string, spec: ApiSpec): FunctionSpec {
  const idempotent = spec.idempotency === true || spec.developmentOnly === true;
  return {
    writes: [],
    appends: [],
    timeoutSeconds: apiTimeoutSeconds,
    ...spec,
    entry: `functions/${capability}/api.handler.ts`,
    trigger: 'rest',
    memoryMb: apiMemoryMb,
    environment: [
      ...apiEnvironment,
      ...(idempotent ? (['idempotencyTable'] as const) : []),
      ...(spec.workQueue === undefined ? [] : (['workQueueUrl'] as const)),
      ...(spec.workQueue === 'send' ? (['failureQueueUrl'] as const) : []),
      ...(spec.objects === undefined ? [] : linkEnvironment),
      ...(spec.objects?.list === true ? bucketEnvironment : []),
    ],
  };
}

/** Every function that API Gateway calls. */
export const apiFunctions: readonly FunctionSpec[] = [
  api('intake', {
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
  api('documents', {
    name: 'documents-api',
    description: 'Declares, verifies, shows and deletes documents, and makes links to their bytes',
    reads: ['document_repo', 'intake', 'reference'],
    lists: true,
    writes: ['document_repo'],
    objects: {
      get: ['uploads', 'documents'],
      put: ['uploads', 'documents'],
      remove: ['uploads', 'documents'],
      list: true,
    },
    idempotency: true,
    // Completing reads and writes a whole document while the client waits.
    timeoutSeconds: 29,
    maxBundleBytes: documentBundleBytes,
  }),
  api('source-system', {
    name: 'source-system-api',
    description: 'Shows service requests',
    reads: ['source_system', 'dashboard', 'reference'],
    lists: true,
  }),
  api('operations', {
    name: 'operations-api',
    description: 'Shows operational cases, changes and reopens them, and takes comments on them',
    reads: ['operational', 'intake', 'dashboard', 'reference'],
    lists: true,
    writes: ['operational'],
    // Reopening a case makes a new request.
    appends: ['intake', 'source_system', 'outbox'],
    idempotency: true,
  }),
  api('events', {
    name: 'integration-api',
    description:
      'Shows events, sync logs and dead letters; redrives and dismisses dead letters; runs the sweep on demand',
    reads: ['outbox', 'desk', 'reference'],
    writes: ['outbox', 'desk'],
    lists: true,
    workQueue: 'send',
    idempotency: true,
  }),
  api('canonical', {
    name: 'canonical-api',
    description: 'Shows canonical objects and lineage',
    reads: ['dashboard', 'reference', 'document_repo', ...projectedBoundaries()],
    lists: true,
  }),
  api('dashboard', {
    name: 'dashboard-api',
    description: 'Shows read models and the overview; runs the recount on demand',
    // The overview counts what waits for a decision.
    reads: ['dashboard', 'desk', 'reference', ...projectedBoundaries()],
    lists: true,
    writes: ['dashboard'],
    idempotency: true,
  }),
  api('reference-data', {
    name: 'reference-api',
    description: 'Shows the values that submissions name, and lets an administrator change them',
    reads: ['reference'],
    lists: true,
    writes: ['catalogue'],
    idempotency: true,
  }),
  api('erasure', {
    name: 'erasure-api',
    description: "Erases a requester's data wherever they are kept; see ADR 0022",
    reads: ['intake', 'outbox', 'operational', 'document_repo', 'reference'],
    lists: true,
    writes: ['intake', 'operational', 'document_repo'],
  }),
  api('system', {
    name: 'system-api',
    description: 'Health, OpenAPI document and its page',
    reads: ['reference', 'outbox'],
    workQueue: 'look',
  }),
  api('development', {
    name: 'development-api',
    description: 'Development issuer and demonstration reset; development stage only',
    reads: [],
    workQueue: 'purge',
    developmentOnly: true,
    // A reset empties and seeds the whole store while the client waits: as long as API Gateway allows.
    timeoutSeconds: 29,
  }),
];
