// The function table: every function of the hub as data. Constructs, bundler and rights tests read it, and nothing
// else says what a function may reach. A right that is not in a row is not granted.
import { apiFunctions, bucketEnvironment, documentBundleBytes } from './api-functions.ts';
import type { FunctionSpec } from './function-spec.ts';

const batchMemoryMb = 512;

const otherFunctions: readonly FunctionSpec[] = [
  {
    name: 'relay',
    entry: 'functions/events/relay.handler.ts',
    trigger: 'stream',
    description: 'Sends outbox events from the table stream to the work queue',
    reads: [],
    writes: [],
    appends: [],
    workQueue: 'send',
    timeoutSeconds: 15,
    memoryMb: batchMemoryMb,
    environment: ['workQueueUrl', 'failureQueueUrl', 'version'],
  },
  {
    name: 'sync',
    entry: 'functions/sync/sync.handler.ts',
    trigger: 'work-queue',
    description: 'Applies events: case, canonical object, lineage and sync log in one transaction each',
    reads: ['canonical', 'outbox'],
    writes: ['canonical', 'outbox'],
    // It makes cases; people change them.
    appends: ['operational'],
    timeoutSeconds: 10,
    memoryMb: batchMemoryMb,
    environment: ['table', 'shards', 'version'],
  },
  {
    name: 'park',
    entry: 'functions/events/park.handler.ts',
    trigger: 'failure-queues',
    description: 'Parks what could not be processed as dead letters that an operator sees',
    reads: ['outbox', 'desk'],
    writes: ['outbox', 'desk'],
    appends: [],
    timeoutSeconds: 10,
    memoryMb: batchMemoryMb,
    environment: ['table', 'shards', 'version'],
  },
  {
    name: 'sweep',
    entry: 'functions/events/sweep.handler.ts',
    trigger: 'schedule',
    description: 'Sends events again that have been pending for longer than a minute',
    reads: ['outbox', 'desk'],
    writes: [],
    appends: [],
    workQueue: 'send',
    // Shorter than its one-minute schedule, so that two sweeps never overlap.
    timeoutSeconds: 50,
    memoryMb: batchMemoryMb,
    environment: ['table', 'workQueueUrl', 'failureQueueUrl', 'shards', 'version'],
  },
  {
    name: 'report-breaches',
    entry: 'functions/operations/report-breaches.handler.ts',
    trigger: 'schedule',
    description: 'Counts the cases that are past their due date',
    reads: ['operational'],
    writes: [],
    appends: [],
    timeoutSeconds: 60,
    memoryMb: batchMemoryMb,
    environment: ['table', 'shards', 'version'],
  },
  {
    name: 'documents-sweep',
    entry: 'functions/documents/sweep.handler.ts',
    trigger: 'schedule',
    description: 'Verifies uploads that nobody completed and removes bytes that no document has any more',
    reads: ['document_repo'],
    writes: ['document_repo'],
    appends: [],
    objects: {
      get: ['uploads'],
      put: ['documents'],
      remove: ['uploads', 'documents'],
      list: true,
    },
    // Shorter than its five-minute schedule, so that two sweeps never overlap.
    timeoutSeconds: 240,
    memoryMb: batchMemoryMb,
    maxBundleBytes: documentBundleBytes,
    environment: ['table', 'shards', 'version', ...bucketEnvironment],
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
