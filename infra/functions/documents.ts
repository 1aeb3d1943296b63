// Functions of the documents.
import { apiFunction } from './api-function.ts';
import { backgroundFunction } from './background-function.ts';
import type { FunctionSpec } from './function-spec.ts';

/** They carry an S3 client and a detector of file types beside the DynamoDB client; see ADR 0026. */
const documentBundleBytes = 700_000;

export const documentFunctions: readonly FunctionSpec[] = [
  apiFunction('documents', {
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
  backgroundFunction('documents', {
    name: 'documents-sweep',
    file: 'sweep.handler.ts',
    trigger: { kind: 'schedule', everyMinutes: 5 },
    description: 'Verifies uploads that nobody completed and removes bytes that no document has any more',
    reads: ['document_repo'],
    writes: ['document_repo'],
    objects: { get: ['uploads'], put: ['documents'], remove: ['uploads', 'documents'], list: true },
    // Shorter than its schedule, so that two runs never overlap.
    timeoutSeconds: 240,
    maxBundleBytes: documentBundleBytes,
  }),
];
