// The function table: every function of the hub as data. Constructs, bundler and rights tests read it, and nothing
// else says what a function may reach. A right that is not in a row is not granted.
import type { EnvironmentName } from '../shared/runtime/env.ts';
import type { Boundary } from '../shared/table/keys.ts';

/** What starts a function. */
export type Trigger = 'rest' | 'stream' | 'work-queue' | 'failure-queues' | 'schedule';

/** What a function may do with the work queue beyond being started by it. */
export type QueueRight = 'send' | 'look' | 'purge';

/** One function, its rights and its limits. */
export interface FunctionSpec {
  /** Name in the template, in `dist/` and in logs. */
  readonly name: string;
  /** Handler file, relative to the project root. */
  readonly entry: string;
  readonly trigger: Trigger;
  /** One sentence: what it does; shown in the console. */
  readonly description: string;
  /** Boundaries it may read. */
  readonly reads: readonly Boundary[];
  /** Boundaries it may put to and update. Reading is granted apart. */
  readonly writes: readonly Boundary[];
  /** Boundaries it may only put items to (outbox events), never update. That it replaces none is the code's condition. */
  readonly appends: readonly Boundary[];
  /** @default no right on the work queue */
  readonly workQueue?: QueueRight;
  /** Has lists, whose cursors it signs: may make the secret for that if there is none yet. @default false */
  readonly lists?: boolean;
  /** Uses the idempotency table for `Idempotency-Key`. @default false */
  readonly idempotency?: boolean;
  /** Reads and writes everything, scans and deletes; exists in the development stage only. @default false */
  readonly developmentOnly?: boolean;
  readonly timeoutSeconds: number;
  readonly memoryMb: number;
  readonly environment: readonly EnvironmentName[];
}

/** Boundaries whose items the read models show: who makes read models anew has to read them. */
const projectedBoundaries = [
  'intake',
  'source_system',
  'integration',
  'operational',
  'canonical',
] as const satisfies readonly Boundary[];

/** Below API Gateway's 29 s, so that the function's own problem answer reaches the client. */
const apiTimeoutSeconds = 15;
const apiMemoryMb = 512;
const batchMemoryMb = 512;

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

type ApiSpec = Pick<FunctionSpec, 'name' | 'description' | 'reads'> &
  Partial<
    Pick<
      FunctionSpec,
      'writes' | 'appends' | 'lists' | 'workQueue' | 'idempotency' | 'developmentOnly' | 'timeoutSeconds'
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
    ],
  };
}

const apiFunctions: readonly FunctionSpec[] = [
  api('intake', {
    name: 'intake-api',
    description: 'Accepts submissions and shows them',
    reads: ['intake', 'source_system', 'dashboard', 'reference'],
    lists: true,
    writes: ['intake', 'source_system'],
    appends: ['integration'],
    idempotency: true,
  }),
  api('source-system', {
    name: 'source-system-api',
    description: 'Shows service requests',
    reads: ['source_system', 'dashboard', 'reference'],
    lists: true,
  }),
  api('operations', {
    name: 'operations-api',
    description: 'Shows operational cases and changes their status',
    reads: ['operational', 'dashboard', 'reference'],
    lists: true,
    writes: ['operational'],
    appends: ['integration'],
    idempotency: true,
  }),
  api('integration', {
    name: 'integration-api',
    description: 'Shows events, sync logs and dead letters; runs the sweep on demand',
    reads: ['integration', 'reference'],
    lists: true,
    workQueue: 'send',
    idempotency: true,
  }),
  api('canonical', {
    name: 'canonical-api',
    description: 'Shows canonical objects and lineage',
    reads: ['canonical', 'dashboard', 'reference'],
    lists: true,
  }),
  api('dashboard', {
    name: 'dashboard-api',
    description: 'Shows read models and the overview; runs the recount on demand',
    reads: ['dashboard', 'reference', ...projectedBoundaries],
    lists: true,
    writes: ['dashboard'],
    idempotency: true,
  }),
  api('reference-data', {
    name: 'reference-api',
    description: 'Shows the values the intake form offers',
    reads: ['reference'],
  }),
  api('system', {
    name: 'system-api',
    description: 'Health, OpenAPI document and its page',
    reads: ['reference', 'integration'],
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

const otherFunctions: readonly FunctionSpec[] = [
  {
    name: 'relay',
    entry: 'functions/integration/relay.handler.ts',
    trigger: 'stream',
    description: 'Sends outbox events from the table stream to the work queue',
    reads: [],
    writes: [],
    appends: [],
    workQueue: 'send',
    timeoutSeconds: 15,
    memoryMb: batchMemoryMb,
    environment: ['workQueueUrl', 'version'],
  },
  {
    name: 'sync',
    entry: 'functions/integration/sync.handler.ts',
    trigger: 'work-queue',
    description: 'Applies events: case, canonical object, lineage and sync log in one transaction each',
    reads: ['operational', 'canonical', 'integration'],
    writes: ['operational', 'canonical', 'integration'],
    appends: [],
    timeoutSeconds: 10,
    memoryMb: batchMemoryMb,
    environment: ['table', 'shards', 'version'],
  },
  {
    name: 'park',
    entry: 'functions/integration/park.handler.ts',
    trigger: 'failure-queues',
    description: 'Parks what could not be processed as dead letters that an operator sees',
    reads: ['integration'],
    writes: ['integration'],
    appends: [],
    timeoutSeconds: 10,
    memoryMb: batchMemoryMb,
    environment: ['table', 'shards', 'version'],
  },
  {
    name: 'sweep',
    entry: 'functions/integration/sweep.handler.ts',
    trigger: 'schedule',
    description: 'Sends events again that have been pending for longer than a minute',
    reads: ['integration'],
    writes: [],
    appends: [],
    workQueue: 'send',
    // Shorter than its one-minute schedule, so that two sweeps never overlap.
    timeoutSeconds: 50,
    memoryMb: batchMemoryMb,
    environment: ['table', 'workQueueUrl', 'shards', 'version'],
  },
  {
    name: 'projector',
    entry: 'functions/dashboard/projector.handler.ts',
    trigger: 'stream',
    description: 'Keeps read models and counters from the table stream',
    reads: ['dashboard'],
    writes: ['dashboard'],
    appends: [],
    timeoutSeconds: 30,
    memoryMb: batchMemoryMb,
    environment: ['table', 'shards', 'version'],
  },
  {
    name: 'recount',
    entry: 'functions/dashboard/recount.handler.ts',
    trigger: 'schedule',
    description: 'Counts the read models again and corrects the counters',
    reads: ['dashboard'],
    writes: ['dashboard'],
    appends: [],
    timeoutSeconds: 300,
    memoryMb: batchMemoryMb,
    environment: ['table', 'shards', 'version'],
  },
];

/** Every function of the hub. */
export const functionTable: readonly FunctionSpec[] = [...apiFunctions, ...otherFunctions];
